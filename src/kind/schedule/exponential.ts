import type * as t from 'io-ts'
import { field, number, record } from '../../codec/index.ts'
import { type Clock, timeIn, unitOf } from './clock.ts'

const Params = record({
  initial: field(number(), 'the value at the start'),
  factor: field(number({ min: 0 }), 'what the value is multiplied by again and again'),
  every: field(number({ min: 1e-6 }), 'how much time lies between two changes', 1),
  unit: unitOf('`every`'),
})

/**
 * initial * factor^n, n the number of whole periods that are over: `every: 1` with `unit: epochs` changes the value after each epoch.
 *
 * Paper: Lee, Pseudo-Label, ICML 2013 workshop (the rate times 0.998 after each epoch), after Hinton et al., Improving neural networks by
 * preventing co-adaptation of feature detectors, 2012, appendix A.1.
 */
export const exponential = {
  summary: 'is multiplied by a factor again and again',
  params: Params,
  valueAt:
    ({ initial, factor, every, unit: counted }: t.TypeOf<typeof Params>) =>
    (clock: Clock): number =>
      initial * factor ** Math.floor(timeIn(counted, clock) / every),
}
