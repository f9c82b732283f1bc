import { addN, div, softmax, type Tensor2D } from '@tensorflow/tfjs-core'

/** What is averaged: logits, of which the probabilities are made afterwards, or the probabilities of each view. */
export type Averaged = 'logits' | 'probabilities'

const mean = (values: readonly Tensor2D[]): Tensor2D =>
  values.length === 1 ? values[0]! : div(addN([...values]), values.length)

/**
 * The probabilities that several views of the same examples give together, [batch, classes]: softmax(mean_v z_v), or mean_v softmax(z_v).
 *
 * The mean of logits is the normalized geometric mean of the probabilities: a view that is sure counts for more.
 *
 * Laws: of one view, its softmax; the order of the views does not matter; rows sum to 1.
 *
 * @param logits one tensor for each view, at least one
 */
export const averageViews =
  (averaged: Averaged) =>
  (logits: readonly Tensor2D[]): Tensor2D =>
    averaged === 'logits' ? softmax(mean(logits)) : mean(logits.map((one) => softmax(one)))
