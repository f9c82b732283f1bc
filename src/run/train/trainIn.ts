import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { hashOf } from '../../data/file/hashOf.ts'
import { writeDurably } from '../../data/file/writeDurably.ts'
import { flattenWorld } from '../../kind/step/world.ts'
import { modelParts } from '../../pipeline/plan/modelParts.ts'
import { resolvedText } from '../../pipeline/read/load.ts'
import { keyOf } from '../../prelude/key.ts'
import { disposeTensors } from '../../tensor/ownership.ts'
import { readCheckpoint, sameMake } from '../folder/checkpoint.ts'
import type { Make } from '../folder/checkpointState.ts'
import { keepPixels } from '../folder/keepPixels.ts'
import type { Existing } from '../folder/prepareFolder.ts'
import { openRecords } from '../folder/records.ts'
import type { RunFolder } from '../folder/runFolder.ts'
import type { RunFailure, Watch } from './event.ts'
import type { PreparedRun } from './prepareRun.ts'
import type { RunRequest } from './runRequest.ts'
import { type RunResult, resultOf } from './runResult.ts'
import { train } from './train.ts'

/** The checkpoint to go on from, or null for a run that starts. */
const checkpointFor = async ({ checkpoints }: RunFolder, existing: Existing, make: Make) => {
  if (existing !== 'resume') return E.right(null)
  const found = await readCheckpoint(checkpoints)
  if (E.isLeft(found) || found.right === null) return found
  const same = sameMake(found.right.state.make, make)
  if (E.isLeft(same)) disposeTensors(flattenWorld(found.right.world))
  return E.isLeft(same) ? same : found
}

/** Writes pipeline and environment into the run folder, then trains. Closes its files however it ends. */
export const trainIn = async (
  request: RunRequest,
  folder: RunFolder,
  prepared: PreparedRun,
  signal: AbortSignal,
  watch: Watch,
): Promise<E.Either<RunFailure, RunResult>> => {
  const { sets, plan, runs, ledgers, given } = prepared
  const { seed, backend, existing, stepsPerPhase } = request
  const text = resolvedText({ spec: plan.spec, vocabulary: request.pipeline.vocabulary })
  const fingerprints = Object.fromEntries(Object.entries(sets.indexes).map(([set, index]) => [set, index.fingerprint]))
  const splits = hashOf(JSON.stringify({ splits: sets.splits, fingerprints, ledgers: given }))
  const make: Make = { pipeline: hashOf(text), splits, seed, backend }
  const checkpoint = await checkpointFor(folder, existing, make)
  if (E.isLeft(checkpoint)) return E.left([checkpoint.left])
  const lengths = checkpoint.right?.state.lengths ?? null
  const opened = openRecords(folder, lengths, plan.spec.limits.failures, sets)
  if (E.isLeft(opened)) {
    if (checkpoint.right !== null) disposeTensors(flattenWorld(checkpoint.right.world))
    return E.left([opened.left])
  }
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
  try {
    const trained = await train({
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
    })
    if (E.isLeft(trained)) return E.left([trained.left])
    return E.right(resultOf(prepared, folder, trained.right, records.quarantined()))
  } finally {
    records.close()
    await pixels.close()
  }
}
