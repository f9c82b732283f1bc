import { add, mul, type Tensor2D } from '@tensorflow/tfjs-core'
import { choice, field, number, record } from '../../codec/index.ts'
import { assertShape } from '../../tensor/assertShape.ts'
import { sigmoidCrossEntropy } from '../../tensor/operation/sigmoidCrossEntropy.ts'
import { softmaxCrossEntropy } from '../../tensor/operation/softmaxCrossEntropy.ts'
import { each, output } from './input.ts'
import { defineLoss } from './loss.ts'

const settings = record({
  smoothing: field(number({ min: 0, max: 1, open: true }), 'share of the target to spread over all answers', 0),
  output: field(
    choice('softmax', 'sigmoid'),
    'softmax: exactly one class is right; sigmoid: each class is a separate yes-or-no question, losses are summed',
    'softmax',
  ),
})

/**
 * Smooths the target: (1 - smoothing) * target + smoothing / answers.
 *
 * Paper: Szegedy et al., Rethinking the Inception architecture, CVPR 2016, section 7.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * smooth(0.5, 2)(tf.tensor2d([[1, 0]])).arraySync() // => [[0.75, 0.25]]
 */
export const smooth =
  (smoothing: number, answers: number) =>
  (target: Tensor2D): Tensor2D =>
    smoothing === 0 ? target : add(mul(target, 1 - smoothing), smoothing / answers)

/**
 * Cross-entropy of the logits z with the target q.
 *
 * Softmax: CE(q, z) = -sum_k q_k log softmax(z)_k.
 * Sigmoid s: CE(q, z) = sum_k -q_k log s(z_k) - (1 - q_k) log(1 - s(z_k)).
 *
 * - Both are computed from logits without clipping, so they stay exact however sure the model is.
 * - The target is a constant and need not sum to 1.
 * - Smoothing spreads over the classes (softmax), or over yes and no (sigmoid).
 *
 * Paper: Lee, Pseudo-Label, ICML 2013 workshop, eq. 5 and 15 (sigmoid; the sum over the output units is his).
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const tensors = { logits: tf.tensor2d([[0, 0]]), target: tf.tensor2d([[1, 0]]) }
 * const [loss] = crossEntropy.perExample({ smoothing: 0, output: 'softmax' })(tensors).arraySync()
 * loss.toFixed(3) // => '0.693'
 */
export const crossEntropy = defineLoss({
  name: 'crossEntropy',
  summary: 'cross-entropy with labels, hard or soft',
  paper: 'Lee, Pseudo-Label, ICML 2013 workshop, eq. 5 and 15 (sigmoid)',
  example: { crossEntropy: { of: 'labeled.weak', target: 'labeled.label' } },
  inputs: {
    logits: output(),
    target: each('distribution', 'what the model should predict: labels or soft labels', 'logits'),
  },
  settings,
  perExample:
    ({ smoothing, output: unit }) =>
    ({ logits, target }) => {
      const [batch, classes] = logits.shape
      assertShape(target, { batch, classes }, 'the target')
      return unit === 'softmax'
        ? softmaxCrossEntropy(logits, smooth(smoothing, classes)(target))
        : sigmoidCrossEntropy(logits, smooth(smoothing, 2)(target))
    },
})
