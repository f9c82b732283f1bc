import type * as fc from 'fast-check'
import { InvariantViolation } from '../prelude/errors.ts'

const patience = 2000

/** Keeps the values that are accepted; a plain filter that accepts nothing would search for ever, this one says so. */
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
