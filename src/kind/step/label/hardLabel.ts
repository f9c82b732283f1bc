import { argMax, oneHot, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core'

/**
 * Puts all weight on the most probable class, or on the first of equals, [batch, classes].
 *
 * Paper: Lee, Pseudo-Label, ICML 2013 workshop, eq. 14.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * hardLabel(tf.tensor2d([[0.25, 0.5, 0.25]])).arraySync() // => [[0, 1, 0]]
 */
export const hardLabel = (probabilities: Tensor2D): Tensor2D =>
  oneHot(argMax(probabilities, 1) as Tensor1D, probabilities.shape[1], 1, 0, 'float32') as Tensor2D
