import { field, magnitude, number, record } from '../../codec/index.ts'
import { timeIn, unitOf } from './clock.ts'
import { defineSchedule } from './schedule.ts'

const Params = record({
  from: field(number(), 'value until `begin`', 0),
  to: field(number(), 'value from `end` on'),
  begin: field(magnitude, 'time at which the change begins', 0),
  end: field(magnitude, 'time at which the change is complete'),
  unit: unitOf('begin and end'),
})

/**
 * Moves from one value to another along a line: `from` until `begin`, `to` from `end` on.
 *
 * Edge: with begin = end, the value jumps at that time.
 *
 * Paper: Lee, Pseudo-Label, ICML 2013 workshop, eq. 16 (alpha from 0 to alpha_f between T1 and T2).
 *
 * @example
 * const clock = { step: 300, steps: 1000, epoch: 3 }
 * linear.use({ from: 0, to: 1, begin: 100, end: 500, unit: 'steps' }).valueAt(clock) // => 0.5
 */
export const linear = defineSchedule({
  name: 'linear',
  summary: 'moves from one value to another along a line',
  paper: 'Lee, Pseudo-Label, ICML 2013 workshop, eq. 16',
  example: { linear: { to: 1, begin: 100, end: 500 } },
  params: Params,
  use: ({ from, to, begin, end, unit }) => ({
    bounds: [Math.min(from, to), Math.max(from, to)],
    valueAt: (clock) => {
      const time = timeIn(unit, clock)
      if (time >= end) return to
      return time <= begin ? from : from + ((to - from) * (time - begin)) / (end - begin)
    },
  }),
})
