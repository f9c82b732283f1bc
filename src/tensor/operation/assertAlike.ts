import { InvariantViolation } from '../../prelude/errors.ts'
import type { Tensors } from '../tensors.ts'

/**
 * Checks that every record holds a tensor of the same shape under every name of the first record.
 *
 * Update rules rely on this check: they never broadcast, and a kernel never reads past the end of a shorter
 * tensor.
 *
 * Fails if a tensor is missing or has another shape.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * assertAlike({ w: tf.zeros([2]) }, { gradients: { w: tf.ones([2]) } }) // => undefined
 *
 * @param others records by the name that the message gives them
 */
export const assertAlike = (measure: Tensors, others: Readonly<Record<string, Tensors>>): void => {
  for (const [what, tensors] of Object.entries(others))
    for (const [name, { shape }] of Object.entries(measure)) {
      const received = tensors[name]?.shape
      if (received === undefined) throw new InvariantViolation(`Expected a tensor at ${what} ${name}, received none`)
      if (received.length !== shape.length || received.some((size, i) => size !== shape[i]))
        throw new InvariantViolation(
          `Expected [${shape.join(', ')}] at ${what} ${name}, received [${received.join(', ')}]`,
        )
    }
}
