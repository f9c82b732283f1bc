import type * as t from 'io-ts'
import { field, list, magnitude, number, record } from '../../codec/index.ts'
import { type Clock, timeIn, unitOf } from './clock.ts'

const Params = record({
  initial: field(number(), 'the value before the first change'),
  factor: field(number(), 'what the value is multiplied by at each change', 0.1),
  at: field(list(magnitude, 1), 'when it changes'),
  unit: unitOf('`at`'),
})

/** initial * factor^n, n the number of changes that are over. */
export const step = {
  summary: 'changes by a factor at given times',
  params: Params,
  valueAt:
    ({ initial, factor, at, unit: counted }: t.TypeOf<typeof Params>) =>
    (clock: Clock): number =>
      initial * factor ** at.filter((time) => timeIn(counted, clock) >= time).length,
}
