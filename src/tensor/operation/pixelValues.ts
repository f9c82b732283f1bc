import { add, mul, reshape, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core'

/**
 * Images with values from -1 to 1 as rows of values from 0 (black) to 1, [batch, height * width * channels].
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * pixelValues(tf.tensor4d([-1, 0, 1], [1, 1, 1, 3])).arraySync() // => [[0, 0.5, 1]]
 */
export const pixelValues = (images: Tensor4D): Tensor2D =>
  add(mul(reshape(images, [images.shape[0], -1]), 0.5), 0.5) as Tensor2D
