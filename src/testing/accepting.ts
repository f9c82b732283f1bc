import type * as fc from 'fast-check'
import { InvariantViolation } from '../prelude/errors.ts'

/** Refused values in a row before `accepting` gives up. */
const patience = 2000

/**
 * Keeps the values that pass.
 *
 * Throws `InvariantViolation` if no value passes for long. A plain filter would search forever.
 *
 * @param what the values that pass, for the message
 */
export const accepting = <A>(
  values: fc.Arbitrary<A>,
  accepts: (value: A) => boolean,
  what: string,
): fc.Arbitrary<A> => {
  let refused = 0
  return values.filter((value) => {
    const accepted = accepts(value)
    refused = accepted ? 0 : refused + 1
    if (refused > patience) throw new InvariantViolation(`Expected ${what}, received ${patience} others in a row`)
    return accepted
  })
}
