import { mean, softmax, squaredDifference, type Tensor1D } from '@tensorflow/tfjs-core'
import { field, headName, reads, record, view } from '../../codec/index.ts'
import { defineLoss } from './loss.ts'
import { outputAndTarget } from './outputAndTarget.ts'

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
  perExample: (params) => (look) => {
    const { logits, wanted } = outputAndTarget(look, params)
    return mean(squaredDifference(softmax(logits), wanted), 1) as Tensor1D
  },
})
