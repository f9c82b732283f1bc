import type * as t from 'io-ts'
import { type Codec, field, magnitude, number, record } from '../../codec/index.ts'
import { type Clock, timeIn, unitOf } from './clock.ts'

const paramsOf = (value: Codec<number>) =>
  record({
    from: field(value, 'the value until `begin`', 0),
    to: field(value, 'the value from `end` on'),
    begin: field(magnitude, 'when the change begins', 0),
    end: field(magnitude, 'when it is complete'),
    unit: unitOf('begin and end'),
  })

/**
 * From one value to another along a line: `from` until begin, `to` from end on. With begin = end it jumps there.
 *
 * @param value the values that both ends may have, and so all between them
 *
 * Paper: Lee, Pseudo-Label, ICML 2013 workshop, eq. 16 (alpha from 0 to alpha_f between T1 and T2).
 */
export const linearWithin = (value: Codec<number>) => ({
  summary: 'from one value to another along a line',
  params: paramsOf(value),
  valueAt:
    ({ from, to, begin, end, unit: counted }: t.TypeOf<ReturnType<typeof paramsOf>>) =>
    (clock: Clock): number => {
      const time = timeIn(counted, clock)
      if (time >= end) return to
      return time <= begin ? from : from + ((to - from) * (time - begin)) / (end - begin)
    },
})

/** Between any two numbers. */
export const linear = linearWithin(number())
