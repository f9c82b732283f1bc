import type * as tf from '@tensorflow/tfjs-core'
import { InvariantViolation } from '../prelude/errors.ts'

/** Sizes by the name of the dimension, from the first to the last; null leaves a size open. */
export type Dimensions = Readonly<Record<string, number | null>>

/**
 * Checks a tensor against named dimensions and throws when it differs: no unit relies on implicit broadcasting.
 *
 * @example assertShape(logits, { batch: 64, classes: 10 }, 'crossEntropy logits')
 */
export const assertShape = (tensor: tf.Tensor, dimensions: Dimensions, what: string): void => {
  const sizes = Object.values(dimensions)
  const fits =
    tensor.shape.length === sizes.length && sizes.every((size, i) => size === null || size === tensor.shape[i])
  if (fits) return
  const named = Object.entries(dimensions).map(([name, size]) => (size === null ? name : `${name} ${size}`))
  throw new InvariantViolation(`Expected [${named.join(', ')}] at ${what}, received [${tensor.shape.join(', ')}]`)
}
