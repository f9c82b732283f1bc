import { div, exp, log, logSoftmax, maximum, mul, sub, sum, type Tensor1D } from '@tensorflow/tfjs-core'
import { choice, field, headName, number, reads, record, view } from '../../codec/index.ts'
import { defineLoss } from './loss.ts'
import { outputAndTarget } from './outputAndTarget.ts'

const Params = record({
  of: field(view, 'the images that the model sees'),
  target: field(reads('distribution'), 'the probabilities q that it should give'),
  direction: field(choice('forward', 'reverse'), 'forward: KL(q || p); reverse: KL(p || q)', 'forward'),
  temperature: field(number({ min: 0.01 }), 'logits are divided by it', 1),
  head: field(headName, 'which output', 'label'),
})

const smallest = 1e-30

/**
 * KL(q || p) = sum_k q_k (log q_k - log p_k) with p = softmax(z / temperature), or the same with q and p exchanged.
 *
 * Edges: 0 when they are equal; q_k = 0 adds 0 in the forward direction; in the reverse one log q_k is bounded below by log 1e-30.
 */
export const klDivergence = defineLoss({
  name: 'klDivergence',
  summary: 'Kullback-Leibler divergence from given probabilities',
  params: Params,
  perExample: (params) => (look) => {
    const { logits, wanted } = outputAndTarget(look, params)
    const logP = logSoftmax(div(logits, params.temperature))
    const logQ = log(maximum(wanted, smallest))
    const weighted = params.direction === 'forward' ? mul(wanted, sub(logQ, logP)) : mul(exp(logP), sub(logP, logQ))
    return sum(weighted, 1) as Tensor1D
  },
})
