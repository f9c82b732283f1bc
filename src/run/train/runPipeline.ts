import * as E from 'fp-ts/lib/Either.js'
import { Observable } from 'rxjs'
import { lock } from '../../data/file/lock.ts'
import { flattenWorld } from '../../kind/step/world.ts'
import { disposeTensors } from '../../tensor/ownership.ts'
import { prepareFolder } from '../folder/prepareFolder.ts'
import { runFolder } from '../folder/runFolder.ts'
import type { RunEvent, RunFailure, Watch } from './event.ts'
import { prepareRun } from './prepareRun.ts'
import type { RunRequest } from './runRequest.ts'
import type { RunResult } from './runResult.ts'
import { trainIn } from './trainIn.ts'

export type { RunRequest } from './runRequest.ts'
export type { RunResult } from './runResult.ts'

const run = async (
  request: RunRequest,
  signal: AbortSignal,
  watch: Watch,
): Promise<E.Either<RunFailure, RunResult>> => {
  const folder = runFolder(request.out)
  const aside = await prepareFolder(folder, request.existing)
  if (E.isLeft(aside)) return E.left([aside.left])
  if (aside.right !== null) watch({ kind: 'warning', text: `The old run was set aside as ${aside.right}` })
  const locked = await lock(folder.lock)
  if (E.isLeft(locked)) return E.left([locked.left])
  try {
    const prepared = await prepareRun(request, folder, watch)
    if (E.isLeft(prepared)) return prepared
    try {
      return await trainIn(request, folder, prepared.right, signal, watch)
    } finally {
      prepared.right.close()
    }
  } finally {
    await locked.right.release()
  }
}

/**
 * Runs a pipeline on folders of images, in a run folder of its own: all of `understudy run`, without a terminal.
 *
 * A cold stream: subscribing starts the run, and its last event is `finished` or `failed`.
 *
 * - Leaving the stream, or aborting the signal, finishes the step under way and writes a checkpoint.
 * - Only bugs and failing disks are errors of the stream.
 *
 * Law: a run that was stopped and resumed computes the same as an unbroken one, bit by bit.
 */
export const runPipeline = (request: RunRequest): Observable<RunEvent> =>
  new Observable((subscriber) => {
    const left = new AbortController()
    const signal = AbortSignal.any([left.signal, request.signal])
    run(request, signal, (event) => subscriber.next(event)).then(
      (ended) => {
        // A caller who has left the stream does not get the world, so nobody else would dispose it.
        if (subscriber.closed && E.isRight(ended)) disposeTensors(flattenWorld(ended.right.trained.world))
        subscriber.next(
          E.isLeft(ended) ? { kind: 'failed', errors: ended.left } : { kind: 'finished', result: ended.right },
        )
        subscriber.complete()
      },
      (cause) => subscriber.error(cause),
    )
    return () => left.abort()
  })
