import { add, mul, reshape, type Tensor2D, type Tensor4D } from '@tensorflow/tfjs-core'

/** The values of images from -1 to 1 as rows of values from 0 (black) to 1, [batch, height * width * channels]. */
export const pixelValues = (images: Tensor4D): Tensor2D =>
  add(mul(reshape(images, [images.shape[0], -1]), 0.5), 0.5) as Tensor2D
