import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { leakCheck } from '../../data/split/leakCheck.ts'
import { neededRuns } from '../../pipeline/plan/neededRuns.ts'
import type { PhaseRun, Plan } from '../../pipeline/plan/plan.ts'
import type { RunError } from '../../prelude/errors.ts'
import { keyOf } from '../../prelude/key.ts'
import type { RunFolder } from '../folder/runFolder.ts'
import { givenLedgers, type Ledgers, ledgersOf, sampleErrors } from '../sets/ledgers.ts'
import { type OpenSets, openSets } from '../sets/openSets.ts'
import type { RunFailure, Watch } from './event.ts'
import type { RunRequest } from './runRequest.ts'

/** A run whose data is open and whose plan fits it. */
export interface PreparedRun {
  readonly sets: OpenSets
  readonly plan: Plan
  /** What is run, in order. */
  readonly runs: readonly PhaseRun[]
  readonly ledgers: Ledgers
  /** Content hashes of the ledgers that the run is given, by name. */
  readonly given: Readonly<Record<string, string>>
  readonly close: () => void
}

const setsOf = (request: RunRequest, folder: RunFolder, watch: Watch) =>
  openSets({
    labeled: request.labeled,
    unlabeled: request.unlabeled,
    test: request.test,
    labelsPerClass: request.labelsPerClass,
    validationPerClass: request.validationPerClass ?? request.labelsPerClass ?? 0,
    key: keyOf(request.seed),
    folder,
    resumed: request.existing === 'resume',
    onProgress: (name, found) => watch({ kind: 'index', folder: name, found }),
  })

/** Fails if the run would train on a test image, with or without its label. */
const checkLeaks = async (
  { indexes }: OpenSets,
  { cache }: RunFolder,
  watch: Watch,
): Promise<E.Either<RunError, void>> => {
  const { test, ...training } = indexes
  return test === undefined
    ? E.right(undefined)
    : leakCheck({
        test,
        training,
        cache: join(cache, 'leak-check'),
        onProgress: (found) => watch({ kind: 'index', folder: 'all folders, compared with the test images', found }),
      })
}

/** What is checked once the sets are open. */
const preparedOn = async (
  sets: OpenSets,
  { pipeline, ledgers: files }: RunRequest,
  folder: RunFolder,
  watch: Watch,
): Promise<E.Either<RunFailure, PreparedRun>> => {
  const planned = pipeline.planFor(sets.classes.length)
  if (E.isLeft(planned)) return planned
  const plan = planned.right
  const given = givenLedgers(plan, files)
  if (E.isLeft(given)) return given
  const runs = neededRuns(plan, new Set(Object.keys(files)))
  const ledgers = ledgersOf(folder.ledger, files, sets)
  const unusable = sampleErrors(plan, runs, sets, ledgers)
  const leak = unusable.length > 0 ? E.right(undefined) : await checkLeaks(sets, folder, watch)
  const errors = E.isLeft(leak) ? [leak.left] : unusable
  if (errors.length > 0) {
    ledgers.close()
    return E.left(errors)
  }
  const close = (): void => {
    ledgers.close()
    sets.close()
  }
  return E.right({ sets, plan, runs, ledgers, given: given.right, close })
}

/**
 * Checks everything that a run can know before it writes: the folders, the plan for their classes, the ledgers,
 * and that no test image is trained on.
 *
 * - No file stays open after a failure.
 */
export const prepareRun = async (
  request: RunRequest,
  folder: RunFolder,
  watch: Watch,
): Promise<E.Either<RunFailure, PreparedRun>> => {
  const sets = await setsOf(request, folder, watch)
  if (E.isLeft(sets)) return E.left([sets.left])
  const prepared = await preparedOn(sets.right, request, folder, watch)
  if (E.isLeft(prepared)) sets.right.close()
  return prepared
}
