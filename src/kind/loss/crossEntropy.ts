import { add, mul, type Tensor2D } from '@tensorflow/tfjs-core'
import { choice, field, headName, number, reads, record, view } from '../../codec/index.ts'
import { sigmoidCrossEntropy } from '../../tensor/operation/sigmoidCrossEntropy.ts'
import { softmaxCrossEntropy } from '../../tensor/operation/softmaxCrossEntropy.ts'
import { defineLoss } from './loss.ts'
import { outputAndTarget } from './outputAndTarget.ts'

const Params = record({
  of: field(view, 'the images that the model sees'),
  target: field(reads('distribution'), 'what it should say: labels or soft labels'),
  smoothing: field(number({ min: 0, max: 1, open: true }), 'share of the target that is spread over all answers', 0),
  output: field(
    choice('softmax', 'sigmoid'),
    'softmax: one class of all; sigmoid: each class is a yes-or-no question of its own, and their losses are summed',
    'softmax',
  ),
  head: field(headName, 'which output', 'label'),
})

/** (1 - smoothing) * target + smoothing / answers. Paper: Szegedy et al., CVPR 2016, section 7. */
export const smooth =
  (smoothing: number, answers: number) =>
  (target: Tensor2D): Tensor2D =>
    smoothing === 0 ? target : add(mul(target, 1 - smoothing), smoothing / answers)

/**
 * CE(q, z) = -sum_k q_k log softmax(z)_k; or with the sigmoid s, sum_k -q_k log s(z_k) - (1 - q_k) log(1 - s(z_k)). Both are computed from logits
 * without clipping, so that they stay exact however sure the model is.
 *
 * The target is a constant. Smoothing spreads over the classes, or over yes and no. Edge: q need not sum to 1.
 *
 * Paper: sigmoid: Lee, Pseudo-Label, ICML 2013 workshop, eq. 5 and 15; the sum over the output units is his.
 */
export const crossEntropy = defineLoss({
  name: 'crossEntropy',
  summary: 'cross-entropy with labels, hard or soft',
  params: Params,
  perExample: (params) => (look) => {
    const { smoothing, output } = params
    const { logits, wanted } = outputAndTarget(look, params)
    return output === 'softmax'
      ? softmaxCrossEntropy(logits, smooth(smoothing, wanted.shape[1])(wanted))
      : sigmoidCrossEntropy(logits, smooth(smoothing, 2)(wanted))
  },
})
