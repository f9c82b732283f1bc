import { field, list, magnitude, number, record } from '../../codec/index.ts'
import { timeIn, unitOf } from './clock.ts'
import { defineSchedule } from './schedule.ts'

const Params = record({
  initial: field(number(), 'value before the first change'),
  factor: field(number(), 'factor that multiplies the value at each change', 0.1),
  at: field(list(magnitude, 1), 'times of the changes'),
  unit: unitOf('`at`'),
})

/**
 * Multiplies the value by a factor at given times.
 *
 * value = initial * factor^n, where n is the number of times in `at` that have passed.
 *
 * @example
 * const clock = { step: 120, steps: 200, epoch: 2 }
 * step.use({ initial: 1, factor: 0.5, at: [100, 150], unit: 'steps' }).valueAt(clock) // => 0.5
 */
export const step = defineSchedule({
  name: 'step',
  summary: 'multiplies the value by a factor at given times',
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
