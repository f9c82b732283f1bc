import { InvariantViolation } from './errors.ts'

/** Ends a `switch` over a closed union: it compiles only when every case was taken, and throws when a value got past the types. */
export const assertNever = (value: never): never => {
  throw new InvariantViolation(`Expected no other case, received ${JSON.stringify(value)}`)
}
