import { add, mul, neg, softplus, sub, sum, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core'

/**
 * Cross-entropy of targets with the sigmoid of logits, one number for each row. Every unit is its own
 * yes-or-no question.
 *
 * sum_k -q_k log s(z_k) - (1 - q_k) log(1 - s(z_k)), with s the sigmoid
 *
 * Computed as q softplus(-z) + (1 - q) softplus(z), which stays exact and finite for logits of any size.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const [loss] = sigmoidCrossEntropy(tf.tensor2d([[0]]), tf.tensor2d([[1]])).arraySync()
 * loss // => Math.fround(Math.LN2)
 *
 * @param logits [batch, units]
 * @param targets [batch, units], each 0 to 1
 */
export const sigmoidCrossEntropy = (logits: Tensor2D, targets: Tensor2D): Tensor1D => {
  const yes = mul(targets, softplus(neg(logits)))
  const no = mul(sub(1, targets), softplus(logits))
  return sum(add(yes, no), 1) as Tensor1D
}
