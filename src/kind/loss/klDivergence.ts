import { div, exp, log, logSoftmax, maximum, mul, sub, sum, type Tensor1D } from '@tensorflow/tfjs-core'
import { choice, field, number, record } from '../../codec/index.ts'
import { assertShape } from '../../tensor/assertShape.ts'
import { each, output } from './input.ts'
import { defineLoss } from './loss.ts'

const settings = record({
  direction: field(choice('forward', 'reverse'), 'forward: KL(q || p); reverse: KL(p || q)', 'forward'),
  temperature: field(number({ min: 0.01 }), 'divisor of the logits', 1),
})

const smallest = 1e-30

/**
 * Kullback-Leibler divergence of the prediction p from the target q.
 *
 * Forward: KL(q || p) = sum_k q_k (log q_k - log p_k) with p = softmax(z / temperature).
 * Reverse: KL(p || q), with q and p exchanged.
 *
 * - 0 if q and p are equal.
 * - Forward: q_k = 0 adds 0.
 * - Reverse: log q_k is bounded below by log 1e-30.
 */
export const klDivergence = defineLoss({
  name: 'klDivergence',
  summary: 'Kullback-Leibler divergence from target probabilities',
  example: { klDivergence: { of: 'unlabeled.perturbed', target: 'unlabeled.probabilities' } },
  inputs: {
    logits: output(),
    target: each('distribution', 'the probabilities q that the model should predict', 'logits'),
  },
  settings,
  perExample:
    ({ direction, temperature }) =>
    ({ logits, target }) => {
      const [batch, classes] = logits.shape
      assertShape(target, { batch, classes }, 'the target')
      const logP = logSoftmax(div(logits, temperature))
      const logQ = log(maximum(target, smallest))
      const weighted = direction === 'forward' ? mul(target, sub(logQ, logP)) : mul(exp(logP), sub(logP, logQ))
      return sum(weighted, 1) as Tensor1D
    },
})
