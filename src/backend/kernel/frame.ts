import * as tf from '@tensorflow/tfjs-core'

/** Pads each side of the images with zeros, or crops it if the number is negative. */
export const frame = (x: tf.Tensor4D, top: number, bottom: number, left: number, right: number): tf.Tensor4D => {
  const [batch, height, width, channels] = x.shape
  const cropped = tf.slice(
    x,
    [0, Math.max(0, -top), Math.max(0, -left), 0],
    [batch, height + Math.min(0, top) + Math.min(0, bottom), width + Math.min(0, left) + Math.min(0, right), channels],
  )
  const positive = (a: number, b: number): [number, number] => [Math.max(0, a), Math.max(0, b)]
  return tf.pad(cropped, [[0, 0], positive(top, bottom), positive(left, right), [0, 0]])
}
