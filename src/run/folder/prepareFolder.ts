import { existsSync } from 'node:fs'
import { mkdir, readdir, rename } from 'node:fs/promises'
import * as E from 'fp-ts/lib/Either.js'
import { lock } from '../../data/file/lock.ts'
import { type RunError, runError } from '../../prelude/errors.ts'
import { checkpointsOf } from './checkpoint.ts'
import type { RunFolder } from './runFolder.ts'

/** What to do if the run folder exists and has content. */
export type Existing = 'refuse' | 'resume' | 'fresh'

const freeName = (root: string): string => {
  for (let i = 1; ; i++) if (!existsSync(`${root}.old${i}`)) return `${root}.old${i}`
}

const isEmpty = async (root: string): Promise<boolean> => !existsSync(root) || (await readdir(root)).length === 0

/**
 * Prepares the folder of a run.
 *
 * - Fails if there is nothing to resume.
 * - Fails if the folder has content and the request neither resumes nor starts over.
 * - Fails if a fresh start would take the folder of a run under way.
 *
 * Law: nothing is deleted. A fresh start renames the old folder.
 *
 * @returns the new name of the old folder, or null if there was none
 */
export const prepareFolder = async (
  folder: RunFolder,
  existing: Existing,
): Promise<E.Either<RunError, string | null>> => {
  const { root, checkpoints } = folder
  const empty = await isEmpty(root)
  if (existing === 'resume' && empty) {
    return E.left(
      runError(`There is no run to resume in ${root}`, 'Start it without --resume, or name its folder with --out'),
    )
  }
  if (!empty && existing === 'refuse') {
    const state =
      (await checkpointsOf(checkpoints)).length > 0 ? 'a run with checkpoints' : 'a folder that is not empty'
    return E.left(
      runError(`${root} is ${state}`, 'Go on with it with --resume, start over with --fresh, or choose another --out'),
    )
  }
  if (!empty && existing === 'fresh') {
    // A run that is under way must not lose its folder.
    const locked = await lock(folder.lock)
    if (E.isLeft(locked)) return locked
    await locked.right.release()
    const aside = freeName(root)
    await rename(root, aside)
    await mkdir(root, { recursive: true })
    return E.right(aside)
  }
  await mkdir(root, { recursive: true })
  return E.right(null)
}
