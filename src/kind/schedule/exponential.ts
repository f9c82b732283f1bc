import { field, number, record } from '../../codec/index.ts'
import { timeIn, unitOf } from './clock.ts'
import { defineSchedule } from './schedule.ts'

const Params = record({
  initial: field(number(), 'the value at the start'),
  factor: field(number({ min: 0 }), 'what each period multiplies the value by'),
  every: field(number({ min: 1e-6 }), 'length of a period', 1),
  unit: unitOf('`every`'),
})

/** All values that repeated multiplication can reach: 0 and the start bound a decay; growth has no bound. */
const boundsOf = (initial: number, factor: number): readonly [number, number] => {
  const limit = factor === 1 ? initial : factor < 1 ? 0 : Math.sign(initial) * Number.POSITIVE_INFINITY
  return [Math.min(initial, limit), Math.max(initial, limit)]
}

/**
 * initial * factor^n, n the number of whole periods that are over: `every: 1` with `unit: epochs` changes the value after each epoch.
 *
 * Paper: Lee, Pseudo-Label, ICML 2013 workshop (the rate times 0.998 after each epoch), after Hinton et al., Improving neural networks by
 * preventing co-adaptation of feature detectors, 2012, appendix A.1.
 */
export const exponential = defineSchedule({
  name: 'exponential',
  summary: 'multiplied by a factor after each period',
  paper: 'Lee, Pseudo-Label, ICML 2013 workshop',
  example: { exponential: { initial: 1.5, factor: 0.998, unit: 'epochs' } },
  params: Params,
  use: ({ initial, factor, every, unit }) => ({
    bounds: initial === 0 ? [0, 0] : boundsOf(initial, factor),
    // 0 stays 0 where the factor has grown beyond all numbers.
    valueAt: (clock) => (initial === 0 ? 0 : initial * factor ** Math.floor(timeIn(unit, clock) / every)),
  }),
})
