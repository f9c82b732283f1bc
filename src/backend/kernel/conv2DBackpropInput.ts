import * as tf from '@tensorflow/tfjs-core'
import { InvariantViolation } from '../../prelude/errors.ts'
import { composedKernel } from './composedKernel.ts'
import { frame } from './frame.ts'

/** Puts stride - 1 zeros between neighbors. */
const dilate = (dy: tf.Tensor4D, strideHeight: number, strideWidth: number): tf.Tensor4D => {
  if (strideHeight === 1 && strideWidth === 1) return dy
  const [batch, height, width, channels] = dy.shape
  const apart = tf.pad(tf.reshape(dy, [batch, height, 1, width, channels]), [
    [0, 0],
    [0, 0],
    [0, strideHeight - 1],
    [0, 0],
    [0, 0],
  ])
  const rows = tf.reshape(apart, [batch, height * strideHeight, width, 1, channels])
  const spread = tf.pad(rows, [
    [0, 0],
    [0, 0],
    [0, 0],
    [0, strideWidth - 1],
    [0, 0],
  ])
  const [tall, wide] = [height * strideHeight, width * strideWidth]
  return tf.slice(
    tf.reshape(spread, [batch, tall, wide, channels]) as tf.Tensor4D,
    [0, 0, 0, 0],
    [batch, tall - strideHeight + 1, wide - strideWidth + 1, channels],
  )
}

/**
 * Turns a filter by 180 degrees and swaps its channels. A loop, because `reverse` is slow in this backend.
 */
const turn = (filter: tf.Tensor4D): tf.Tensor4D => {
  const [height, width, from, to] = filter.shape
  const values = filter.dataSync()
  const turned = new Float32Array(values.length)
  const taps = height * width
  for (let tap = 0; tap < taps; tap++)
    for (let i = 0; i < from; i++)
      for (let o = 0; o < to; o++) turned[((taps - 1 - tap) * to + o) * from + i] = values[(tap * from + i) * to + o]!
  return tf.tensor4d(turned, [height, width, to, from])
}

/**
 * The gradient of a convolution with respect to its input: a convolution of dy, dilated by the stride, with
 * the filter turned by 180 degrees.
 *
 * The backend's own kernel for it is made of plain loops. This one is eight times faster.
 *
 * - Fails if the images are not NHWC.
 */
const gradient = (dy: tf.Tensor4D, filter: tf.Tensor4D, attributes: tf.Conv2DBackpropInputAttrs): tf.Tensor => {
  const { strides, pad, dataFormat, dimRoundingMode, inputShape } = attributes
  if (dataFormat !== 'NHWC')
    throw new InvariantViolation(`Expected NHWC at Conv2DBackpropInput, received ${dataFormat}`)
  const info = tf.backend_util.computeConv2DInfo(inputShape, filter.shape, strides, 1, pad, dimRoundingMode)
  const { filterHeight, filterWidth, inHeight, inWidth, strideHeight, strideWidth } = info
  const spread = dilate(dy, strideHeight, strideWidth)
  const top = filterHeight - 1 - info.padInfo.top
  const left = filterWidth - 1 - info.padInfo.left
  const bottom = inHeight + filterHeight - 1 - spread.shape[1] - top
  const right = inWidth + filterWidth - 1 - spread.shape[2] - left
  return tf.conv2d(frame(spread, top, bottom, left, right), turn(filter), 1, 'valid')
}

export const conv2DBackpropInput = composedKernel<tf.Conv2DBackpropInputAttrs>(
  'Conv2DBackpropInput',
  (input, attributes) => gradient(input('dy'), input('filter'), attributes),
)
