import { readdir, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { writeFolderDurably } from '../../data/file/writeFolderDurably.ts'
import { flattenWorld, unflattenWorld, type World } from '../../kind/step/world.ts'
import { type RunError, runError } from '../../prelude/errors.ts'
import { disposeTensors } from '../../tensor/ownership.ts'
import { decodeSafetensors, encodeSafetensors } from '../../tensor/safetensors.ts'
import type { Tensors } from '../../tensor/tensors.ts'
import { type CheckpointState, type Make, readState, writtenState } from './checkpointState.ts'

const tensorsFile = 'world.safetensors'
const stateFile = 'state.json'
const kept = 2

/** A checkpoint, read back. The caller owns the tensors of its world. */
export interface Checkpoint {
  readonly name: string
  readonly state: CheckpointState
  readonly world: World
}

const nameOf = (steps: number): string => `step-${String(steps).padStart(9, '0')}`

/** Writes a checkpoint aside, syncs it and renames it. Then removes all but the last two. */
export const writeCheckpoint = async (folder: string, state: CheckpointState, world: World): Promise<string> => {
  const name = nameOf(state.steps)
  writeFolderDurably(join(folder, name), {
    [tensorsFile]: encodeSafetensors(flattenWorld(world)),
    [stateFile]: writtenState(state),
  })
  const all = await checkpointsOf(folder)
  for (const old of all.slice(0, -kept)) await rm(join(folder, old), { recursive: true })
  return name
}

/** The names of all complete checkpoints, oldest first. */
export const checkpointsOf = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder).catch(() => [])).filter((name) => /^step-\d{9}$/.test(name)).sort()

/** The models that tensors belong to, by the paths of `flattenWorld`. */
const modelsIn = (tensors: Tensors): string =>
  [...new Set(Object.keys(tensors).flatMap((path) => (path.startsWith('models/') ? [path.split('/')[1]!] : [])))]
    .sort()
    .join(', ')

const readOne = async (folder: string, name: string): Promise<E.Either<RunError, Checkpoint>> => {
  const damaged = (what: string) =>
    E.left(runError(`The checkpoint ${join(folder, name)} cannot be read: ${what}`, 'Start over with --fresh'))
  try {
    const state = readState(await readFile(join(folder, name, stateFile), 'utf8'))
    if (E.isLeft(state)) return damaged(`${stateFile}: ${state.left}`)
    const decoded = decodeSafetensors(await readFile(join(folder, name, tensorsFile)))
    if (E.isLeft(decoded)) return damaged(decoded.left.reason)
    const { tensors } = decoded.right
    const { updates } = state.right
    const [counted, held] = [Object.keys(updates).sort().join(', '), modelsIn(tensors)]
    if (counted !== held) {
      disposeTensors(tensors)
      return damaged(`${stateFile} counts updates of ${counted || 'no model'}, and ${tensorsFile} holds ${held}`)
    }
    return E.right({ name, state: state.right, world: unflattenWorld(tensors, updates) })
  } catch (cause) {
    return damaged(String(cause))
  }
}

/** The newest checkpoint of a run, or null if there is none. Fails if it is damaged. */
export const readCheckpoint = async (folder: string): Promise<E.Either<RunError, Checkpoint | null>> => {
  const newest = (await checkpointsOf(folder)).at(-1)
  return newest === undefined ? E.right(null) : readOne(folder, newest)
}

/** Fails if a checkpoint belongs to another make of a run, and names what differs. */
export const sameMake = (found: Make, wanted: Make): E.Either<RunError, undefined> => {
  const differing = (['pipeline', 'splits', 'seed', 'backend'] as const).filter((part) => found[part] !== wanted[part])
  if (differing.length === 0) return E.right(undefined)
  const what = differing.map((part) =>
    part === 'pipeline' || part === 'splits' ? part : `${part} (${found[part]}, now ${wanted[part]})`,
  )
  return E.left(
    runError(
      `The run cannot be resumed exactly: its checkpoint was made with another ${what.join(', ')}`,
      'Go on with what it was made with, start over with --fresh, or choose another --out',
    ),
  )
}
