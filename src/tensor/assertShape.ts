import type * as tf from '@tensorflow/tfjs-core'
import { InvariantViolation } from '../prelude/errors.ts'

/** The size of each dimension, by name, from the first to the last. Null accepts any size. */
export type Dimensions = Readonly<Record<string, number | null>>

/**
 * Checks the shape of a tensor against named dimensions, so that no unit relies on implicit broadcasting.
 *
 * Fails if the rank or a size differs.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const logits = tf.zeros([64, 10])
 * assertShape(logits, { batch: null, classes: 10 }, 'crossEntropy logits') // => undefined
 *
 * @param what names the tensor in the message
 */
export const assertShape = (tensor: tf.Tensor, dimensions: Dimensions, what: string): void => {
  const sizes = Object.values(dimensions)
  const fits =
    tensor.shape.length === sizes.length && sizes.every((size, i) => size === null || size === tensor.shape[i])
  if (fits) return
  const named = Object.entries(dimensions).map(([name, size]) => (size === null ? name : `${name} ${size}`))
  throw new InvariantViolation(`Expected [${named.join(', ')}] at ${what}, received [${tensor.shape.join(', ')}]`)
}
