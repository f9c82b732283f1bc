import { mkdirSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { syncPath } from './syncPath.ts'
import { writeDurably } from './writeDurably.ts'

/**
 * Writes a whole folder aside, syncs it and renames it into place.
 *
 * - After a crash at any moment, the folder is complete or absent.
 * - A folder of the same name is replaced, so use a name that only this program makes.
 */
export const writeFolderDurably = (folder: string, files: Readonly<Record<string, Uint8Array | string>>): void => {
  const aside = `${folder}.new`
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside, { recursive: true })
  try {
    for (const [name, content] of Object.entries(files)) writeDurably(join(aside, name), content)
    rmSync(folder, { recursive: true, force: true })
    renameSync(aside, folder)
  } catch (cause) {
    rmSync(aside, { recursive: true, force: true })
    throw cause
  }
  syncPath(dirname(folder))
}
