import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { Observable } from 'rxjs'
import { hashOf } from '../../data/file/hashOf.ts'
import { lock } from '../../data/file/lock.ts'
import { writeDurably } from '../../data/file/writeDurably.ts'
import { leakCheck } from '../../data/split/leakCheck.ts'
import { modelParts } from '../../pipeline/plan/modelParts.ts'
import { neededRuns } from '../../pipeline/plan/neededRuns.ts'
import { type Plan, weightsOf } from '../../pipeline/plan/plan.ts'
import { type Pipeline, resolvedText } from '../../pipeline/read/load.ts'
import type { RunError } from '../../prelude/errors.ts'
import { keyOf } from '../../prelude/key.ts'
import { type CheckpointState, readCheckpoint, sameMake } from '../folder/checkpoint.ts'
import { keepPixels } from '../folder/keepPixels.ts'
import { type Existing, prepareFolder } from '../folder/prepareFolder.ts'
import { openRecords } from '../folder/records.ts'
import { type RunFolder, runFolder } from '../folder/runFolder.ts'
import { type Figures, figures, waysOf } from '../score/evaluation.ts'
import { givenLedgers, ledgersOf, sampleErrors } from '../sets/ledgers.ts'
import { type OpenSets, openSets } from '../sets/openSets.ts'
import type { RunEvent, RunFailure, Watch } from './event.ts'
import type { Setting } from './session.ts'
import { type Trained, train } from './train.ts'

export interface RunRequest {
  readonly pipeline: Pipeline
  readonly labeled: string
  /** Null: the images of the labeled folder that were not drawn. */
  readonly unlabeled: string | null
  readonly test: string | null
  /** Ledgers that take the place of those that phases would write, as files by name. */
  readonly ledgers: Readonly<Record<string, string>>
  readonly labelsPerClass: number | null
  readonly validationPerClass: number | null
  readonly seed: number
  readonly out: string
  readonly existing: Existing
  /** The backend in use, with everything that its results depend on. */
  readonly backend: string
  /** What else `environment.json` says. */
  readonly environment: Readonly<Record<string, unknown>>
  /** Upper bound on steps per phase, for trial runs; null for no bound. */
  readonly stepsPerPhase: number | null
  /** Ends the run after the step under way, with a checkpoint; leaving the stream does the same. */
  readonly signal: AbortSignal
}

export interface RunResult {
  readonly name: string
  readonly folder: RunFolder
  readonly plan: Plan
  readonly classes: readonly string[]
  readonly labels: number
  /** Number of images in each set. */
  readonly sets: Readonly<Record<string, number>>
  readonly trained: Trained
  readonly figures: readonly Figures[]
  readonly quarantined: number
}

type Ended<A> = E.Either<RunFailure, A>

/** No test image may be trained on, with or without its label. */
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

const checkpointFor = async (folder: RunFolder, existing: Existing, make: CheckpointState['make']) => {
  if (existing !== 'resume') return E.right(null)
  const found = await readCheckpoint(folder.checkpoints)
  if (E.isLeft(found) || found.right === null) return found
  const same = sameMake(found.right.state.make, make)
  return E.isLeft(same) ? same : found
}

const openedSets = (request: RunRequest, folder: RunFolder, watch: Watch) =>
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

/** Everything that a run checks before it writes: the data, the plan for its classes, ledgers, leaks. */
const prepared = async (request: RunRequest, folder: RunFolder, watch: Watch) => {
  const sets = await openedSets(request, folder, watch)
  if (E.isLeft(sets)) return E.left([sets.left])
  const planned = request.pipeline.planFor(sets.right.classes.length)
  if (E.isLeft(planned)) return planned
  const plan = planned.right
  const given = givenLedgers(plan, request.ledgers)
  if (E.isLeft(given)) return given
  const runs = neededRuns(plan, new Set(Object.keys(request.ledgers)))
  const ledgers = ledgersOf(folder.ledger, request.ledgers, sets.right)
  const unusable = sampleErrors(plan, runs, sets.right, ledgers)
  if (unusable.length > 0) return E.left(unusable)
  const leak = await checkLeaks(sets.right, folder, watch)
  if (E.isLeft(leak)) return E.left([leak.left])
  return E.right({ sets: sets.right, plan, runs, ledgers, given: given.right })
}

type Prepared = Awaited<ReturnType<typeof prepared>> extends E.Either<unknown, infer A> ? A : never

const resultOf = ({ sets, plan }: Prepared, folder: RunFolder, trained: Trained, quarantined: number): RunResult => {
  const { lastCount, model, views } = plan.spec.evaluate
  const ways = waysOf(weightsOf(plan, model), views)
  const labels = sets.sets.labeled.length
  return {
    name: plan.spec.name,
    folder,
    plan,
    classes: sets.classes,
    labels,
    sets: {
      labeled: labels,
      unlabeled: sets.sets.unlabeled.length,
      validation: sets.validation?.length ?? 0,
      test: sets.test?.length ?? 0,
    },
    trained,
    figures: ways.map((way) => figures(trained.evaluations, way, lastCount)),
    quarantined,
  }
}

/** Writes what the run is made of into its folder, trains, and closes its files. */
const trainIn = async (
  request: RunRequest,
  folder: RunFolder,
  ready: Prepared,
  signal: AbortSignal,
  watch: Watch,
): Promise<Ended<RunResult>> => {
  const { sets, plan, runs, ledgers, given } = ready
  const { seed, backend, existing, stepsPerPhase } = request
  const text = resolvedText({ spec: plan.spec, vocabulary: request.pipeline.vocabulary })
  const fingerprints = Object.fromEntries(Object.entries(sets.indexes).map(([set, index]) => [set, index.fingerprint]))
  const splits = hashOf(JSON.stringify({ splits: sets.splits, fingerprints, ledgers: given }))
  const make: CheckpointState['make'] = { pipeline: hashOf(text), splits, seed, backend }
  const checkpoint = await checkpointFor(folder, existing, make)
  if (E.isLeft(checkpoint)) return E.left([checkpoint.left])
  const lengths = checkpoint.right?.state.lengths ?? null
  const opened = openRecords(folder, lengths, plan.spec.limits.failures, sets)
  if (E.isLeft(opened)) return E.left([opened.left])
  const records = opened.right
  writeDurably(folder.pipeline, text)
  const environment = { ...request.environment, backend, seed, params: plan.spec.params }
  writeDurably(folder.environment, `${JSON.stringify(environment, null, 2)}\n`)
  const pixels = keepPixels({
    folder: join(folder.cache, 'pixels'),
    budget: plan.spec.limits.keptBytes,
    fingerprints,
    onTrouble: ({ reason }) => watch({ kind: 'warning', text: reason }),
  })
  const setting: Setting = {
    plan,
    runs,
    ledgers,
    models: modelParts(plan),
    data: sets,
    resources: pixels.resources,
    key: keyOf(seed),
    make,
    checkpoint: checkpoint.right,
    checkpoints: folder.checkpoints,
    records,
    watch,
    stepsPerPhase,
    signal,
  }
  try {
    const trained = await train(setting)
    if (E.isLeft(trained)) return E.left([trained.left])
    return E.right(resultOf(ready, folder, trained.right, records.quarantined()))
  } finally {
    records.close()
    await pixels.close()
  }
}

const runIn = async (
  request: RunRequest,
  folder: RunFolder,
  signal: AbortSignal,
  watch: Watch,
): Promise<Ended<RunResult>> => {
  const ready = await prepared(request, folder, watch)
  if (E.isLeft(ready)) return ready
  try {
    return await trainIn(request, folder, ready.right, signal, watch)
  } finally {
    ready.right.ledgers.close()
  }
}

const run = async (request: RunRequest, signal: AbortSignal, watch: Watch): Promise<Ended<RunResult>> => {
  const folder = runFolder(request.out)
  const aside = await prepareFolder(folder, request.existing)
  if (E.isLeft(aside)) return E.left([aside.left])
  if (aside.right !== null) watch({ kind: 'warning', text: `The old run was set aside as ${aside.right}` })
  const locked = await lock(folder.lock)
  if (E.isLeft(locked)) return E.left([locked.left])
  try {
    return await runIn(request, folder, signal, watch)
  } finally {
    await locked.right.release()
  }
}

/**
 * Runs a pipeline on folders of images, in a run folder of its own: the whole of `understudy run`, without a terminal.
 *
 * A cold stream: subscribing starts the run; its last event is `finished` or `failed`. Leaving it, or aborting the signal, finishes the step under way,
 * writes a checkpoint and stops. Only bugs, and disks that fail, are errors of the stream.
 */
export const runPipeline = (request: RunRequest): Observable<RunEvent> =>
  new Observable((subscriber) => {
    const left = new AbortController()
    const signal = AbortSignal.any([left.signal, request.signal])
    run(request, signal, (event) => subscriber.next(event)).then(
      (ended) => {
        subscriber.next(
          E.isLeft(ended) ? { kind: 'failed', errors: ended.left } : { kind: 'finished', result: ended.right },
        )
        subscriber.complete()
      },
      (cause) => subscriber.error(cause),
    )
    return () => left.abort()
  })
