import { add, mul, neg, softplus, sub, sum, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core'

/**
 * sum_k -q_k log s(z_k) - (1 - q_k) log(1 - s(z_k)) with the sigmoid s, for each row: every unit is a yes-or-no question of its own.
 *
 * Computed as q softplus(-z) + (1 - q) softplus(z), which stays exact and finite for logits of any size.
 */
export const sigmoidCrossEntropy = (logits: Tensor2D, wanted: Tensor2D): Tensor1D => {
  const yes = mul(wanted, softplus(neg(logits)))
  const no = mul(sub(1, wanted), softplus(logits))
  return sum(add(yes, no), 1) as Tensor1D
}
