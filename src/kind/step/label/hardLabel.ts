import { argMax, oneHot, type Tensor1D, type Tensor2D } from '@tensorflow/tfjs-core'

/** All weight on the most probable class, the first of equals; [batch, classes]. Paper: Lee, ICML 2013 workshop, eq. 14. */
export const hardLabel = (probabilities: Tensor2D): Tensor2D =>
  oneHot(argMax(probabilities, 1) as Tensor1D, probabilities.shape[1], 1, 0, 'float32') as Tensor2D
