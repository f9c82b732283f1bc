import { field, list, magnitude, number, record } from '../../codec/index.ts'
import { timeIn, unitOf } from './clock.ts'
import { defineSchedule } from './schedule.ts'

const Params = record({
  initial: field(number(), 'the value before the first change'),
  factor: field(number(), 'what each change multiplies the value by', 0.1),
  at: field(list(magnitude, 1), 'when it changes'),
  unit: unitOf('`at`'),
})

/** initial * factor^n, n the number of changes that are over. */
export const step = defineSchedule({
  name: 'step',
  summary: 'multiplied by a factor at given times',
  example: { step: { initial: 0.1, at: [100, 150] } },
  params: Params,
  use: ({ initial, factor, at, unit }) => {
    const values = Array.from({ length: at.length + 1 }, (_, n) => initial * factor ** n)
    return {
      bounds: [Math.min(...values), Math.max(...values)],
      valueAt: (clock) => initial * factor ** at.filter((time) => timeIn(unit, clock) >= time).length,
    }
  },
})
