import * as E from 'fp-ts/lib/Either.js'
import { flow } from 'fp-ts/lib/function.js'
import { nothing } from '../../codec/index.ts'
import { shuffle as shuffled } from '../../stream/sequence.ts'
import type { Frame } from '../field/frame.ts'
import { defineOrder } from './order.ts'

/**
 * Permutes all samples by the key, in constant memory. Every repetition has a different order.
 *
 * Law: each sample comes exactly once.
 */
export const shuffle = defineOrder({
  name: 'shuffle',
  summary: 'puts all samples in random order, a different one in each repetition',
  params: nothing,
  use: () => ({ needsEnd: true, apply: () => flow(shuffled<Frame>, E.right) }),
})
