import { div, max, pow, sum, type Tensor2D } from '@tensorflow/tfjs-core'

export interface Sharpen {
  /** Above 0. Below 1 sharpens, above 1 flattens. */
  readonly temperature: number
}

/**
 * Raises probabilities to the power 1 / temperature and normalizes each row.
 *
 * p_k^(1/T) / sum_j p_j^(1/T), [batch, classes].
 *
 * Laws: T = 1 is the identity; the most probable class does not change; rows sum to 1.
 *
 * Paper: Berthelot et al., MixMatch, NeurIPS 2019, eq. 7.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const probabilities = tf.tensor2d([[1 / 3, 1 / 6, 1 / 6, 1 / 6, 1 / 6]])
 * sharpen({ temperature: 0.5 })(probabilities).arraySync() // => [[0.5, 0.125, 0.125, 0.125, 0.125]]
 */
export const sharpen =
  ({ temperature }: Sharpen) =>
  (probabilities: Tensor2D): Tensor2D => {
    // Divide by the largest first, so that a small temperature does not underflow a whole row to 0.
    const relative = div(probabilities, max(probabilities, 1, true))
    const powered = pow(relative, 1 / temperature)
    return div(powered, sum(powered, 1, true))
  }
