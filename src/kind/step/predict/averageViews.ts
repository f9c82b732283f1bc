import { addN, div, softmax, type Tensor2D } from '@tensorflow/tfjs-core'

/** The values to average: logits before the softmax, or the probabilities of each view. */
export type Averaged = 'logits' | 'probabilities'

const mean = (values: readonly Tensor2D[]): Tensor2D =>
  values.length === 1 ? values[0]! : div(addN([...values]), values.length)

/**
 * Averages the predictions on several views of the same examples into probabilities, [batch, classes].
 *
 * softmax(mean_v z_v), or mean_v softmax(z_v). The mean of logits is the normalized geometric mean of the
 * probabilities, so a view with a confident prediction counts for more.
 *
 * Laws: one view gives its softmax; the order of the views does not matter; rows sum to 1.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const views = [tf.tensor2d([[1, -1]]), tf.tensor2d([[-1, 1]])]
 * averageViews('logits')(views).arraySync() // => [[0.5, 0.5]]
 *
 * @param logits one tensor for each view, at least one
 */
export const averageViews =
  (averaged: Averaged) =>
  (logits: readonly Tensor2D[]): Tensor2D =>
    averaged === 'logits' ? softmax(mean(logits)) : mean(logits.map((one) => softmax(one)))
