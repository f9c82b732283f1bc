import { InvariantViolation } from './errors.ts'

/**
 * Ends a `switch` over a closed union.
 *
 * It compiles only if every case is handled. It throws if a value slipped past the types.
 */
export const assertNever = (value: never): never => {
  throw new InvariantViolation(`Expected no other case, received ${JSON.stringify(value)}`)
}
