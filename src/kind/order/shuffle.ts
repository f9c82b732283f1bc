import * as E from 'fp-ts/lib/Either.js'
import { flow } from 'fp-ts/lib/function.js'
import { nothing } from '../../codec/index.ts'
import { shuffle as shuffled } from '../../stream/sequence.ts'
import type { Frame } from '../field/frame.ts'
import { defineOrder } from './order.ts'

/** A keyed permutation of all samples, another one in every repetition, in constant memory. Law: each sample once. */
export const shuffle = defineOrder({
  name: 'shuffle',
  summary: 'all samples in a random order, another one in every repetition',
  params: nothing,
  use: () => ({ needsEnd: true, apply: () => flow(shuffled<Frame>, E.right) }),
})
