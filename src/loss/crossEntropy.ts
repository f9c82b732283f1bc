import { add, mul, type Tensor2D } from '@tensorflow/tfjs-core'
import { field, headName, number, reads, record, view } from '../codec/index.ts'
import { softmaxCrossEntropy } from '../tensor/operation/softmaxCrossEntropy.ts'
import { defineLoss } from './loss.ts'
import { outputAndTarget } from './outputAndTarget.ts'

const Params = record({
  of: field(view, 'the images that the model sees'),
  target: field(reads('distribution'), 'what it should say: labels or soft labels'),
  smoothing: field(number({ min: 0, max: 1, open: true }), 'share of the target that is spread over all classes', 0),
  head: field(headName, 'which output', 'label'),
})

/** (1 - smoothing) * target + smoothing / classes. Paper: Szegedy et al., CVPR 2016, section 7. */
export const smooth =
  (smoothing: number) =>
  (target: Tensor2D): Tensor2D =>
    smoothing === 0 ? target : add(mul(target, 1 - smoothing), smoothing / target.shape[1])

/**
 * CE(q, z) = -sum_k q_k log softmax(z)_k, computed from logits without clipping, so that it stays exact however sure the model is.
 *
 * The target is a constant. Edge: q need not sum to 1.
 */
export const crossEntropy = defineLoss({
  name: 'crossEntropy',
  summary: 'cross-entropy with labels, hard or soft',
  params: Params,
  perExample: (params) => (look) => {
    const { logits, wanted } = outputAndTarget(look, params)
    return softmaxCrossEntropy(logits, smooth(params.smoothing)(wanted))
  },
})
