import * as tf from '@tensorflow/tfjs-core'
import { InvariantViolation } from '../../prelude/errors.ts'

/** Pads each side, or crops it where the number is negative, so that exactly the window the filter saw is left. */
const frame = (x: tf.Tensor4D, top: number, bottom: number, left: number, right: number): tf.Tensor4D => {
  const [batch, height, width, channels] = x.shape
  const cropped = tf.slice(
    x,
    [0, Math.max(0, -top), Math.max(0, -left), 0],
    [batch, height + Math.min(0, top) + Math.min(0, bottom), width + Math.min(0, left) + Math.min(0, right), channels],
  )
  const positive = (a: number, b: number): [number, number] => [Math.max(0, a), Math.max(0, b)]
  return tf.pad(cropped, [[0, 0], positive(top, bottom), positive(left, right), [0, 0]])
}

/**
 * The gradient of a convolution with respect to its filter, as a convolution of transposed operands:
 * the images become channels, dy becomes a filter whose dilation is the stride, and the result is [inChannels, fh, fw, outChannels].
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

const asTensor = (info: tf.TensorInfo | undefined): tf.Tensor4D => {
  if (info instanceof tf.Tensor) return info as tf.Tensor4D
  throw new InvariantViolation('Expected a tensor at Conv2DBackpropFilter, received a bare tensor info')
}

/** It is composed of tfjs operations, so it takes tensors: kernels that call one another directly cannot use it. */
export const conv2DBackpropFilter: tf.KernelConfig = {
  kernelName: 'Conv2DBackpropFilter',
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs }) =>
    // Attributes come untyped to every kernel function; the name of the kernel says which they are.
    tf.tidy(() =>
      gradient(asTensor(inputs['x']), asTensor(inputs['dy']), attrs as unknown as tf.Conv2DBackpropFilterAttrs),
    ),
}
