import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const sync = async (path: string): Promise<void> => {
  const handle = await open(path, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

const writeSynced = async (file: string, data: Uint8Array | string): Promise<void> => {
  const handle = await open(file, 'w')
  try {
    await handle.writeFile(data)
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Writes a whole folder aside, syncs it, and renames it into place: after a crash it is there complete, or not at all. */
export const writeFolderDurably = async (
  folder: string,
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<void> => {
  const aside = `${folder}.writing`
  await rm(aside, { recursive: true, force: true })
  await mkdir(aside, { recursive: true })
  try {
    for (const [name, data] of Object.entries(files)) await writeSynced(join(aside, name), data)
    await sync(aside)
    // A folder cannot be renamed over another one. The old one of this name was made by this run.
    await rm(folder, { recursive: true, force: true })
    await rename(aside, folder)
  } catch (cause) {
    await rm(aside, { recursive: true, force: true }).catch(() => undefined)
    throw cause
  }
  await sync(dirname(folder))
}

/** Writes one file aside, syncs it, and renames it into place. */
export const writeFileDurably = async (file: string, data: Uint8Array | string): Promise<void> => {
  await writeSynced(`${file}.writing`, data)
  await rename(`${file}.writing`, file)
  await sync(dirname(file))
}
