import { cast, greaterEqual, max, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core'

export interface Threshold {
  /** Least confidence of an example that counts, 0 to 1. */
  readonly atLeast: number
}

/**
 * 1 where the largest probability is at least the threshold, else 0, [batch].
 *
 * Law: monotone in the threshold.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * confidentMask({ atLeast: 0.75 })(tf.tensor2d([[0.75, 0.25], [0.5, 0.5]])).arraySync() // => [1, 0]
 */
export const confidentMask =
  ({ atLeast }: Threshold) =>
  (probabilities: Tensor2D): Tensor1D =>
    cast(greaterEqual(max(probabilities, 1), atLeast), 'float32') as Tensor1D
