import { add, mul, neg, softplus, sub, sum, type Tensor1D } from '@tensorflow/tfjs-core'
import { field, headName, reads, record, view } from '../codec/index.ts'
import { defineLoss } from './loss.ts'
import { outputAndTarget } from './outputAndTarget.ts'

const Params = record({
  of: field(view, 'the images that the model sees'),
  target: field(reads('distribution'), 'what each output unit should say, 0 to 1'),
  head: field(headName, 'which output', 'label'),
})

/**
 * sum_k -q_k log s(z_k) - (1 - q_k) log(1 - s(z_k)) with the sigmoid s: every class is a yes-or-no question of its own.
 *
 * Computed as q softplus(-z) + (1 - q) softplus(z), which stays exact and finite for logits of any size.
 *
 * Paper: Lee, Pseudo-Label, ICML 2013 workshop, eq. 5 and 15; the sum over the output units is his.
 */
export const binaryCrossEntropy = defineLoss({
  name: 'binaryCrossEntropy',
  summary: 'cross-entropy of each output unit by itself, after a sigmoid',
  params: Params,
  perExample: (params) => (look) => {
    const { logits, wanted } = outputAndTarget(look, params)
    const yes = mul(wanted, softplus(neg(logits)))
    const no = mul(sub(1, wanted), softplus(logits))
    return sum(add(yes, no), 1) as Tensor1D
  },
})
