import * as E from 'fp-ts/lib/Either.js'
import { lastValueFrom, type Observable, tap } from 'rxjs'
import { InvariantViolation } from '../../prelude/errors.ts'
import type { RunEvent, RunFailure, Watch } from '../../run/train/event.ts'
import type { RunResult } from '../../run/train/runPipeline.ts'

/**
 * Subscribes to a run, passes every event to the watcher, and resolves to the result or the errors of the
 * run.
 */
export const endOf = async (run: Observable<RunEvent>, watch: Watch): Promise<E.Either<RunFailure, RunResult>> => {
  const last = await lastValueFrom(run.pipe(tap(watch)))
  switch (last.kind) {
    case 'finished':
      return E.right(last.result)
    case 'failed':
      return E.left(last.errors)
    default:
      throw new InvariantViolation(`Expected a run that finished or failed, received ${last.kind} as its last event`)
  }
}
