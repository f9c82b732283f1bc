import * as E from 'fp-ts/lib/Either.js'
import type { BackendName, Precision } from '../../backend/backend.ts'
import { type Choice, chooseBackend } from '../../backend/chooseBackend.ts'
import type { RunError } from '../../prelude/errors.ts'

/** The options of the command line for the backend. */
export interface Compute {
  readonly backend: BackendName | 'auto'
  readonly threads: number | undefined
  readonly precision: Precision
}

/** A started backend. */
export interface Started {
  readonly choice: Choice
  /**
   * Everything about the backend that changes bits of a result. A run resumes only with the same identity.
   */
  readonly identity: string
}

/** Starts the backend that the command line names. */
export const startBackend = async ({ backend, threads, precision }: Compute): Promise<E.Either<RunError, Started>> => {
  const chosen = await chooseBackend(backend, { threads: threads ?? null, precision })
  return E.map((choice: Choice) => ({
    choice,
    identity: `${choice.name}, ${choice.description.library}, ${choice.description.device}`,
  }))(chosen)
}

/** `backend onednn: oneDNN 2.6.3 on 2 CPU threads (the first choice works)`. */
export const choiceText = ({ name, description: { library, device }, why }: Choice): string =>
  `backend ${name}: ${library} on ${device} (${why})`
