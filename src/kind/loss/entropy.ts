import { exp, logSoftmax, mul, neg, sum, type Tensor1D } from '@tensorflow/tfjs-core'
import { field, headName, record, view } from '../../codec/index.ts'
import { defineLoss } from './loss.ts'

const Params = record({
  of: field(view, 'the images that the model sees'),
  head: field(headName, 'which output', 'label'),
})

/**
 * H(p) = -sum_k p_k log p_k with p = softmax(z); the gradient flows through both p and log p: dH/dz_k = -p_k (log p_k + H).
 *
 * Edges: 0 where one class is certain, log K where all are equally likely.
 *
 * Paper: Grandvalet and Bengio, Semi-supervised learning by entropy minimization, NIPS 2004, eq. 5, as the mean of a batch instead of a sum.
 */
export const entropy = defineLoss({
  name: 'entropy',
  summary: 'entropy of the predicted classes',
  params: Params,
  perExample:
    ({ of, head }) =>
    (look) => {
      const logs = logSoftmax(look.output(of, head))
      return neg(sum(mul(exp(logs), logs), 1)) as Tensor1D
    },
})
