import { InvariantViolation } from '../../prelude/errors.ts'
import type { Tensors } from '../tensors.ts'

/**
 * Checks that records hold, under every name of the first, a tensor of the same shape: an update rule never broadcasts, and a
 * kernel never reads past the end of a shorter list of numbers.
 *
 * @param others records by what they are called in the message
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
