import { field, number, record } from '../../codec/index.ts'
import { timeIn, unitOf } from './clock.ts'
import { defineSchedule } from './schedule.ts'

const Params = record({
  initial: field(number(), 'value at the start'),
  factor: field(number({ min: 0 }), 'factor that multiplies the value after each period'),
  every: field(number({ min: 1e-6 }), 'length of a period', 1),
  unit: unitOf('`every`'),
})

/** The bounds of repeated multiplication: 0 and the start for a decay; no bound for growth. */
const boundsOf = (initial: number, factor: number): readonly [number, number] => {
  const limit = factor === 1 ? initial : factor < 1 ? 0 : Math.sign(initial) * Number.POSITIVE_INFINITY
  return [Math.min(initial, limit), Math.max(initial, limit)]
}

/**
 * Multiplies the value by a factor after each period.
 *
 * value = initial * factor^n, where n is the number of completed periods. For example, `every: 1` with
 * `unit: epochs` changes the value after each epoch.
 *
 * Paper: Lee, Pseudo-Label, ICML 2013 workshop (the rate times 0.998 after each epoch), after Hinton et al.,
 * Improving neural networks by preventing co-adaptation of feature detectors, 2012, appendix A.1.
 *
 * @example
 * const clock = { step: 25, steps: 100, epoch: 2 }
 * exponential.use({ initial: 1, factor: 0.5, every: 10, unit: 'steps' }).valueAt(clock) // => 0.25
 */
export const exponential = defineSchedule({
  name: 'exponential',
  summary: 'multiplies the value by a factor after each period',
  paper: 'Lee, Pseudo-Label, ICML 2013 workshop',
  example: { exponential: { initial: 1.5, factor: 0.998, unit: 'epochs' } },
  params: Params,
  use: ({ initial, factor, every, unit }) => ({
    bounds: initial === 0 ? [0, 0] : boundsOf(initial, factor),
    // 0 must stay 0 even when the power overflows to Infinity: 0 * Infinity is NaN.
    valueAt: (clock) => (initial === 0 ? 0 : initial * factor ** Math.floor(timeIn(unit, clock) / every)),
  }),
})
