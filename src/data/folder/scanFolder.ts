import { type Dirent, opendirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { type ImageFile, isImageName } from './imageFile.ts'

/** What a scan passed over, by reason. */
export interface Skipped {
  /** Names that start with a dot. A hidden folder counts once, with everything in it. */
  readonly hidden: number
  /** Files without the extension of an image. */
  readonly otherFiles: number
  /** Links to folders, other than those directly under the scanned folder. */
  readonly linkedFolders: number
  /** Links that lead nowhere. */
  readonly brokenLinks: number
  /** Pipes, sockets and devices with the name of an image. */
  readonly notFiles: number
  /** Names that are not valid UTF-8. */
  readonly badNames: number
}

/** One step of a scan: some images, and the counts of everything passed over so far. */
export interface Scanned {
  readonly files: readonly ImageFile[]
  readonly skipped: Skipped
}

type Count = { -readonly [K in keyof Skipped]: number }

interface Level {
  readonly prefix: string
  readonly entries: ReturnType<typeof opendirSync>
}

const chunk = 1024

const isMissing = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'ENOENT'

const statOrNothing = (path: string): Stats | undefined => {
  try {
    return statSync(path)
  } catch (error) {
    if (isMissing(error) || (error instanceof Error && 'code' in error && error.code === 'ELOOP')) return undefined
    throw error
  }
}

/**
 * Walks a folder, however deep, and yields its images in the order of the file system.
 *
 * Memory does not grow with the number of images.
 *
 * - Extensions count in upper or lower case. Other files are passed over and counted.
 * - Names that start with a dot are passed over. So is everything in a folder of this kind.
 * - A link to a file stands for the file.
 * - A link to a folder is followed only directly under `folder`, since a class folder may be a link, and only
 *   if it does not lead back to `folder` or above. So no walk is endless, and no image comes twice.
 * - Empty files and files of equal content are yielded like any other. The quarantine handles images that
 *   cannot be decoded.
 * - Throws if a folder cannot be read, with its name in the error. Silent training on a part would be worse.
 */
export function* scanFolder(folder: string): Generator<Scanned, void> {
  const skipped: Count = { hidden: 0, otherFiles: 0, linkedFolders: 0, brokenLinks: 0, notFiles: 0, badNames: 0 }
  const root = realpathSync(folder)
  const enter = (prefix: string): Level => ({
    prefix,
    entries: opendirSync(join(root, prefix), { bufferSize: chunk }),
  })
  const leadsBack = (path: string): boolean => `${root}/`.startsWith(`${realpathSync(path)}/`)
  const stack: Level[] = [enter('')]
  let files: ImageFile[] = []

  /** Counts the entry as skipped, notes it as an image or enters it. */
  const visit = (prefix: string, entry: Dirent): void => {
    const { name } = entry
    const path = prefix + name
    if (name.startsWith('.')) {
      skipped.hidden++
    } else if (name.includes('\uFFFD')) {
      skipped.badNames++
    } else if (entry.isDirectory()) {
      stack.push(enter(`${path}/`))
    } else if (entry.isFile() && !isImageName(name)) {
      skipped.otherFiles++
    } else {
      visitOther(path, entry)
    }
  }
  const visitOther = (path: string, entry: Dirent): void => {
    const stats = statOrNothing(join(root, path))
    if (stats === undefined) {
      if (entry.isSymbolicLink()) skipped.brokenLinks++
    } else if (stats.isDirectory()) {
      if (stack.length === 1 && !leadsBack(join(root, path))) stack.push(enter(`${path}/`))
      else skipped.linkedFolders++
    } else if (!isImageName(path)) {
      skipped.otherFiles++
    } else if (stats.isFile()) {
      files.push({ path, size: stats.size, modified: Math.floor(stats.mtimeMs) })
    } else {
      skipped.notFiles++
    }
  }

  try {
    while (stack.length > 0) {
      const { prefix, entries } = stack.at(-1)!
      const entry = entries.readSync()
      if (entry === null) {
        entries.closeSync()
        stack.pop()
        continue
      }
      visit(prefix, entry)
      if (files.length < chunk) continue
      yield { files, skipped: { ...skipped } }
      files = []
    }
    yield { files, skipped }
  } finally {
    for (const { entries } of stack) entries.closeSync()
  }
}
