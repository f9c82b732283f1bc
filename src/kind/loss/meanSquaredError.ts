import { mean, softmax, squaredDifference, type Tensor1D } from '@tensorflow/tfjs-core'
import { assertShape } from '../../tensor/assertShape.ts'
import { each, output } from './input.ts'
import { defineLoss } from './loss.ts'

/**
 * Mean squared difference between predicted and target probabilities.
 *
 * mean_k (softmax(z)_k - q_k)^2
 *
 * Paper: Berthelot et al., MixMatch, NeurIPS 2019, eq. 4 (divided by the number of classes there too).
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const tensors = { logits: tf.tensor2d([[0, 0]]), target: tf.tensor2d([[1, 0]]) }
 * meanSquaredError.perExample({})(tensors).arraySync() // => [0.25]
 */
export const meanSquaredError = defineLoss({
  name: 'meanSquaredError',
  summary: 'mean squared difference of probabilities',
  paper: 'Berthelot et al., MixMatch, NeurIPS 2019, eq. 4',
  example: { meanSquaredError: { of: 'unlabeled.weak', target: 'unlabeled.target' } },
  inputs: {
    logits: output(),
    target: each('distribution', 'the probabilities that the model should predict', 'logits'),
  },
  perExample:
    () =>
    ({ logits, target }) => {
      const [batch, classes] = logits.shape
      assertShape(target, { batch, classes }, 'the target')
      return mean(squaredDifference(softmax(logits), target), 1) as Tensor1D
    },
})
