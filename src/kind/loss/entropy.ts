import { exp, logSoftmax, mul, neg, sum, type Tensor1D } from '@tensorflow/tfjs-core'
import { output } from './input.ts'
import { defineLoss } from './loss.ts'

/**
 * Entropy of the predicted classes.
 *
 * H(p) = -sum_k p_k log p_k with p = softmax(z). The gradient flows through both p and log p:
 * dH/dz_k = -p_k (log p_k + H).
 *
 * - 0 if one class is certain.
 * - log K if all K classes are equally likely.
 *
 * Paper: Grandvalet and Bengio, Semi-supervised learning by entropy minimization, NIPS 2004, eq. 5.
 * Departure: the mean of a batch instead of the sum.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const [value] = entropy.perExample({})({ logits: tf.tensor2d([[0, 0]]) }).arraySync()
 * value.toFixed(3) // => Math.log(2).toFixed(3)
 */
export const entropy = defineLoss({
  name: 'entropy',
  summary: 'entropy of the predicted classes',
  paper: 'Grandvalet and Bengio, Semi-supervised learning by entropy minimization, NIPS 2004, eq. 5',
  example: { entropy: { of: 'unlabeled.weak' } },
  inputs: { logits: output() },
  perExample:
    () =>
    ({ logits }) => {
      const logs = logSoftmax(logits)
      return neg(sum(mul(exp(logs), logs), 1)) as Tensor1D
    },
})
