/** Where something stands in a text file; lines and columns count from 1. */
export interface Position {
  readonly file: string
  readonly line: number
  readonly column: number
}

/** A mistake in a declaration (pipeline file or command line): all of them are collected and reported at once. */
export interface DeclarationError {
  readonly _tag: 'DeclarationError'
  readonly path: readonly string[]
  readonly expected: string
  readonly received: string
  readonly nearest?: string
  readonly position?: Position
  /** Whether the path names a key that is itself wrong, rather than the value under it. */
  readonly onKey?: boolean
}

/** What an operator or a loss says of a wrong use of its parameters; the path starts at the parameters. */
export interface Complaint {
  readonly path: readonly string[]
  readonly expected: string
  readonly received: string
}

/** One image that could not be used: it goes to the quarantine and the run goes on. */
export interface DataError {
  readonly _tag: 'DataError'
  readonly file: string
  readonly stage: string
  readonly reason: string
}

/** A run cannot start or go on, for a reason outside the program: the message says what was found and what to do. */
export interface RunError {
  readonly _tag: 'RunError'
  readonly reason: string
  readonly remedy?: string
}

export type UnderstudyError = DeclarationError | DataError | RunError

/** A bug: an invariant of the program does not hold. Never caught below the command line. */
export class InvariantViolation extends Error {
  override readonly name = 'InvariantViolation'
}

export const declarationError = (problem: Omit<DeclarationError, '_tag'>): DeclarationError => ({
  _tag: 'DeclarationError',
  ...problem,
})

export const dataError = (file: string, stage: string, reason: string): DataError => ({
  _tag: 'DataError',
  file,
  stage,
  reason,
})

export const runError = (reason: string, remedy?: string): RunError =>
  remedy === undefined ? { _tag: 'RunError', reason } : { _tag: 'RunError', reason, remedy }
