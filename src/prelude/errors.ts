/** A place in a text file. Lines and columns count from 1. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

/**
 * A mistake in a declaration (pipeline file or command line).
 *
 * All mistakes are collected and reported at once.
 */
export interface DeclarationError {
  readonly _tag: 'DeclarationError'
  readonly path: readonly string[]
  readonly expected: string
  readonly received: string
  readonly nearest?: string
  readonly position?: Position
  /** True if the key that the path names is itself wrong, rather than its value. */
  readonly onKey?: boolean
}

/** What an operator or a loss reports about wrong parameters. The path starts at the parameters. */
export interface Complaint {
  readonly path: readonly string[]
  readonly expected: string
  readonly received: string
}

/** One image that could not be used. It goes to the quarantine, and the run continues. */
export interface DataError {
  readonly _tag: 'DataError'
  readonly file: string
  readonly stage: string
  readonly reason: string
}

/**
 * A run cannot start or continue, for a reason outside the program.
 *
 * The message says what was found and what to do.
 */
export interface RunError {
  readonly _tag: 'RunError'
  readonly reason: string
  readonly remedy?: string
}

export type UnderstudyError = DeclarationError | DataError | RunError

/** A bug: an invariant of the program does not hold. Nothing below the command line catches it. */
export class InvariantViolation extends Error {
  override readonly name: string = 'InvariantViolation'
}

/**
 * A unit whose result is not what it declares. It may be one of ours or a user's. A run ends on it, because it
 * would go on with a wrong result.
 */
export class ContractViolation extends InvariantViolation {
  override readonly name = 'ContractViolation'
}

/**
 * Tags a mistake in a declaration.
 *
 * @example
 * declarationError({ path: ['seed'], expected: 'a number', received: '"x"' })._tag // => 'DeclarationError'
 */
export const declarationError = (problem: Omit<DeclarationError, '_tag'>): DeclarationError => ({
  _tag: 'DeclarationError',
  ...problem,
})

/**
 * Describes an image that could not be used.
 *
 * @example
 * dataError('1.jpg', 'decode', 'empty').stage // => 'decode'
 *
 * @param stage the stage that failed
 */
export const dataError = (file: string, stage: string, reason: string): DataError => ({
  _tag: 'DataError',
  file,
  stage,
  reason,
})

/**
 * Describes why a run cannot start or continue.
 *
 * @example
 * runError('The disk is full') // => { _tag: 'RunError', reason: 'The disk is full' }
 * runError('The disk is full', 'Free some space').remedy // => 'Free some space'
 *
 * @param remedy what the user can do; without it the error has no key `remedy`
 */
export const runError = (reason: string, remedy?: string): RunError =>
  remedy === undefined ? { _tag: 'RunError', reason } : { _tag: 'RunError', reason, remedy }
