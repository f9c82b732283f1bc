import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { stringify } from 'yaml'
import { hashOf } from '../../data/file/hashOf.ts'
import { lock } from '../../data/file/lock.ts'
import { writeDurably } from '../../data/file/writeDurably.ts'
import { leakCheck } from '../../data/split/leakCheck.ts'
import type { Registry } from '../../kind/registry.ts'
import { neededRuns } from '../../pipeline/plan/neededRuns.ts'
import { modelParts } from '../../pipeline/plan/parts.ts'
import { phaseRuns } from '../../pipeline/plan/phaseRuns.ts'
import { keptWeights, type Plan } from '../../pipeline/plan/plan.ts'
import { load } from '../../pipeline/read/load.ts'
import type { Override } from '../../pipeline/read/override.ts'
import { specCodec } from '../../pipeline/spec/spec.ts'
import type { DeclarationError, RunError } from '../../prelude/errors.ts'
import { keyOf } from '../../prelude/key.ts'
import { type CheckpointState, readCheckpoint, sameMake } from '../folder/checkpoint.ts'
import { keepPixels } from '../folder/keepPixels.ts'
import { type Existing, prepareFolder } from '../folder/prepareFolder.ts'
import { openRecords } from '../folder/records.ts'
import { type RunFolder, runFolder } from '../folder/runFolder.ts'
import { type Figures, figures, waysOf } from '../score/evaluation.ts'
import { givenLedgers, ledgersOf, sampleErrors } from '../sets/ledgers.ts'
import { type OpenSets, openSets } from '../sets/openSets.ts'
import type { Observer } from './observer.ts'
import { type Trained, train } from './train.ts'

export interface RunRequest {
  /** Name of the pipeline file, for messages, and its text. */
  readonly file: string
  readonly text: string
  readonly registry: Registry
  readonly overrides: readonly Override[]
  readonly labeled: string
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
  /** What else `environment.json` shall say. */
  readonly environment: Readonly<Record<string, unknown>>
  readonly observer: Observer
  /** Null: as many steps of each phase as the pipeline says; else no more than so many, to see what they take. */
  readonly stepsPerPhase: number | null
  readonly stopRequested: () => boolean
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

export type RunFailure = readonly (DeclarationError | RunError)[]

/** No test image may be trained on, with or without its label. */
const checkLeaks = async (
  { indexes }: OpenSets,
  { cache }: RunFolder,
  observer: Observer,
): Promise<E.Either<RunError, void>> => {
  const { test, ...training } = indexes
  return test === undefined
    ? E.right(undefined)
    : leakCheck({
        test,
        training,
        cache: join(cache, 'leak-check'),
        onProgress: (looked) => observer.onIndex('all folders, compared with the test images', looked),
      })
}

/** The pipeline as a file again: every default filled in, every parameter put in its place, so that none is left to declare. */
const resolved = (registry: Registry, plan: Plan): string => {
  const { params: _, ...encoded } = specCodec(registry).encode(plan.spec) as Readonly<Record<string, unknown>>
  return stringify(encoded)
}

const checkpointFor = async (folder: RunFolder, existing: Existing, make: CheckpointState['make']) => {
  if (existing !== 'resume') return E.right(null)
  const found = await readCheckpoint(folder.checkpoints)
  if (E.isLeft(found) || found.right === null) return found
  const same = sameMake(found.right.state.make, make)
  return E.isLeft(same) ? same : found
}

const runLocked = async (request: RunRequest, folder: RunFolder): Promise<E.Either<RunFailure, RunResult>> => {
  const { file, text, registry, overrides, seed, backend, observer } = request
  const key = keyOf(seed)
  const sets = await openSets({
    labeled: request.labeled,
    unlabeled: request.unlabeled,
    test: request.test,
    labelsPerClass: request.labelsPerClass,
    validationPerClass: request.validationPerClass ?? request.labelsPerClass ?? 0,
    key,
    folder,
    resumed: request.existing === 'resume',
    onProgress: observer.onIndex,
  })
  if (E.isLeft(sets)) return E.left([sets.left])
  const loaded = load(file, text, registry, overrides, sets.right.classes.length)
  if (E.isLeft(loaded)) return loaded
  const plan = loaded.right
  const given = givenLedgers(plan, request.ledgers)
  if (E.isLeft(given)) return given
  const runs = neededRuns(plan, phaseRuns(plan), new Set(Object.keys(request.ledgers)))
  const ledgers = ledgersOf(folder.ledger, request.ledgers, sets.right)
  const unusable = sampleErrors(plan, runs, sets.right, ledgers)
  if (unusable.length > 0) return E.left(unusable)
  const leak = await checkLeaks(sets.right, folder, observer)
  if (E.isLeft(leak)) return E.left([leak.left])
  const pipeline = resolved(registry, plan)
  const fingerprints = Object.fromEntries(
    Object.entries(sets.right.indexes).map(([set, index]) => [set, index.fingerprint]),
  )
  const make: CheckpointState['make'] = {
    pipeline: hashOf(pipeline),
    splits: hashOf(JSON.stringify({ splits: sets.right.splits, fingerprints, ledgers: given.right })),
    seed,
    backend,
  }
  const checkpoint = await checkpointFor(folder, request.existing, make)
  if (E.isLeft(checkpoint)) return E.left([checkpoint.left])
  const lengths = checkpoint.right?.state.lengths ?? null
  const records = openRecords(folder, lengths, plan.spec.limits.failures, sets.right)
  if (E.isLeft(records)) return E.left([records.left])
  writeDurably(folder.pipeline, pipeline)
  writeDurably(
    folder.environment,
    `${JSON.stringify({ ...request.environment, backend, seed, params: plan.spec.params }, null, 2)}\n`,
  )
  const pixels = keepPixels({
    folder: join(folder.cache, 'pixels'),
    budget: plan.spec.limits.keptBytes,
    fingerprints,
    onTrouble: ({ reason }) => observer.onWarning(reason),
  })
  try {
    const trained = await train({
      plan,
      runs,
      ledgers,
      models: modelParts(plan),
      data: sets.right,
      resources: pixels.resources,
      key,
      make,
      checkpoint: checkpoint.right,
      checkpoints: folder.checkpoints,
      records: records.right,
      observer,
      stepsPerPhase: request.stepsPerPhase,
      stopRequested: request.stopRequested,
    })
    if (E.isLeft(trained)) return E.left([trained.left])
    const { evaluations } = trained.right
    const { lastCount, model, views } = plan.spec.evaluate
    const ways = waysOf(keptWeights(plan, model), views)
    return E.right({
      name: plan.spec.name,
      folder,
      plan,
      classes: sets.right.classes,
      labels: sets.right.sets.labeled.length,
      sets: {
        labeled: sets.right.sets.labeled.length,
        unlabeled: sets.right.sets.unlabeled.length,
        validation: sets.right.validation?.length ?? 0,
        test: sets.right.test?.length ?? 0,
      },
      trained: trained.right,
      figures: ways.map((way) => figures(evaluations, way, lastCount)),
      quarantined: records.right.quarantined(),
    })
  } finally {
    ledgers.close()
    records.right.close()
    await pixels.close()
  }
}

/**
 * Runs a pipeline file on folders of images, in a run folder of its own: the whole of `understudy run`, without a terminal.
 *
 * The file is checked before any folder is touched. Errors are values; what throws is a bug, or a disk that fails.
 */
export const runPipeline = async (request: RunRequest): Promise<E.Either<RunFailure, RunResult>> => {
  const checked = load(request.file, request.text, request.registry, request.overrides)
  if (E.isLeft(checked)) return checked
  const folder = runFolder(request.out)
  const prepared = await prepareFolder(folder, request.existing)
  if (E.isLeft(prepared)) return E.left([prepared.left])
  if (prepared.right !== null) request.observer.onWarning(`The old run was set aside as ${prepared.right}`)
  const locked = await lock(folder.lock)
  if (E.isLeft(locked)) return E.left([locked.left])
  try {
    return await runLocked(request, folder)
  } finally {
    await locked.right.release()
  }
}
