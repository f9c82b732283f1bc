import * as tf from '@tensorflow/tfjs-core'
import { InvariantViolation } from '../../prelude/errors.ts'
import { composedKernel } from './composedKernel.ts'
import { frame } from './frame.ts'

/**
 * The gradient of a convolution with respect to its filter, as a convolution of transposed operands.
 *
 * The images become channels, and dy becomes a filter whose dilation is the stride. The result is
 * [inChannels, fh, fw, outChannels].
 *
 * - Fails if the images are not NHWC.
 */
const gradient = (x: tf.Tensor4D, dy: tf.Tensor4D, attributes: tf.Conv2DBackpropFilterAttrs): tf.Tensor => {
  const { strides, pad, dataFormat, dimRoundingMode, filterShape } = attributes
  if (dataFormat !== 'NHWC')
    throw new InvariantViolation(`Expected NHWC at Conv2DBackpropFilter, received ${dataFormat}`)
  const info = tf.backend_util.computeConv2DInfo(x.shape, filterShape, strides, 1, pad, dimRoundingMode)
  const { filterHeight, filterWidth, inHeight, inWidth, outHeight, outWidth, strideHeight, strideWidth } = info
  const { top, left } = info.padInfo
  const seenHeight = (outHeight - 1) * strideHeight + filterHeight
  const seenWidth = (outWidth - 1) * strideWidth + filterWidth
  const framed = frame(x, top, seenHeight - inHeight - top, left, seenWidth - inWidth - left)
  const images = tf.transpose(framed, [3, 1, 2, 0])
  const filter = tf.transpose(dy, [1, 2, 0, 3])
  const result = tf.conv2d(images, filter, 1, 'valid', 'NHWC', [strideHeight, strideWidth])
  return tf.transpose(result, [1, 2, 0, 3])
}

export const conv2DBackpropFilter = composedKernel<tf.Conv2DBackpropFilterAttrs>(
  'Conv2DBackpropFilter',
  (input, attributes) => gradient(input('x'), input('dy'), attributes),
)
