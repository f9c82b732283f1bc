import { mean, softmax, squaredDifference, type Tensor1D } from '@tensorflow/tfjs-core'
import { field, headName, reads, record, view } from '../codec/index.ts'
import { assertShape } from '../tensor/assertShape.ts'
import { defineLoss } from './loss.ts'

const Params = record({
  of: field(view, 'the images that the model sees'),
  target: field(reads('distribution'), 'the probabilities that it should give'),
  head: field(headName, 'which output', 'label'),
})

/** mean_k (softmax(z)_k - q_k)^2. Paper: Berthelot et al., MixMatch, NeurIPS 2019, eq. 4 (there divided by the number of classes, as here). */
export const meanSquaredError = defineLoss({
  name: 'meanSquaredError',
  summary: 'squared difference of probabilities',
  params: Params,
  perExample:
    ({ of, target, head }) =>
    (look) => {
      const logits = look.output(of, head)
      const [batch, classes] = logits.shape
      const wanted = look.field(target)
      assertShape(wanted, { batch, classes }, `the target ${target}`)
      return mean(squaredDifference(softmax(logits), wanted), 1) as Tensor1D
    },
})
