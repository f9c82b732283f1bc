import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { writeFolderDurably } from '../../data/file/writeFolderDurably.ts'
import { flattenWorld, unflattenWorld, type World } from '../../kind/step/world.ts'
import { type RunError, runError } from '../../prelude/errors.ts'
import { decodeSafetensors, encodeSafetensors } from '../../tensor/safetensors.ts'
import type { Evaluation } from '../score/evaluation.ts'
import type { Progress } from '../stream/progress.ts'

/** Everything that a run needs beside its tensors to go on as if nothing had happened. */
export interface CheckpointState {
  /** What the run is made of; a checkpoint of another make is refused. */
  readonly make: { readonly pipeline: string; readonly splits: string; readonly seed: number; readonly backend: string }
  readonly phase: number
  readonly progress: Progress
  /** Steps over all phases. */
  readonly steps: number
  readonly updates: Readonly<Record<string, number>>
  readonly evaluations: readonly Evaluation[]
  /** Bytes of the append-only files. */
  readonly lengths: Readonly<Record<string, number>>
}

const tensorsFile = 'world.safetensors'
const stateFile = 'state.json'
const kept = 2

/** A checkpoint as it was read back: nothing of it is in use yet. */
export interface Checkpoint {
  readonly name: string
  readonly state: CheckpointState
  readonly world: World
}

const nameOf = (steps: number): string => `step-${String(steps).padStart(9, '0')}`

/** Writes a checkpoint aside, syncs and renames it, then removes all but the last two. */
export const writeCheckpoint = async (folder: string, state: CheckpointState, world: World): Promise<string> => {
  const name = nameOf(state.steps)
  writeFolderDurably(join(folder, name), {
    [tensorsFile]: encodeSafetensors(flattenWorld(world)),
    [stateFile]: `${JSON.stringify(state, null, 2)}\n`,
  })
  const all = await checkpointsOf(folder)
  for (const old of all.slice(0, -kept)) await rm(join(folder, old), { recursive: true })
  return name
}

/** The names of all complete checkpoints, oldest first. */
export const checkpointsOf = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => /^step-\d{9}$/.test(name)).sort()

const readOne = async (folder: string, name: string): Promise<E.Either<RunError, Checkpoint>> => {
  const damaged = (what: string) =>
    runError(`The checkpoint ${join(folder, name)} cannot be read: ${what}`, 'Start anew with --fresh')
  try {
    const state: CheckpointState = JSON.parse(await readFile(join(folder, name, stateFile), 'utf8'))
    const tensors = decodeSafetensors(await readFile(join(folder, name, tensorsFile)))
    if (E.isLeft(tensors)) return E.left(damaged(tensors.left.reason))
    return E.right({ name, state, world: unflattenWorld(tensors.right.tensors, state.updates) })
  } catch (cause) {
    return E.left(damaged(String(cause)))
  }
}

/** The newest checkpoint of a run, or null where there is none yet. */
export const readCheckpoint = async (folder: string): Promise<E.Either<RunError, Checkpoint | null>> => {
  const newest = (await checkpointsOf(folder)).at(-1)
  return newest === undefined ? E.right(null) : readOne(folder, newest)
}

/** Whether a checkpoint belongs to this make of a run; if not, what differs. */
export const sameMake = (
  found: CheckpointState['make'],
  wanted: CheckpointState['make'],
): E.Either<RunError, undefined> => {
  const differing = (['pipeline', 'splits', 'seed', 'backend'] as const).filter((part) => found[part] !== wanted[part])
  if (differing.length === 0) return E.right(undefined)
  const what = differing.map((part) =>
    part === 'pipeline' || part === 'splits' ? part : `${part} (${found[part]}, now ${wanted[part]})`,
  )
  return E.left(
    runError(
      `The run cannot be resumed exactly: its checkpoint was made with another ${what.join(', ')}`,
      'Go on with what it was made with, start anew with --fresh, or choose another --out',
    ),
  )
}
