import { type Dirent, opendirSync, realpathSync, type Stats, statSync } from 'node:fs'
import { join } from 'node:path'
import { type ImageFile, isImageName } from './imageFile.ts'

/** What a scan passed over, by reason. */
export interface Skipped {
  /** Names that start with a dot, and whole folders of that kind. */
  readonly hidden: number
  /** Files whose extension is not that of an image. */
  readonly otherFiles: number
  /** Links to folders, other than those directly under the scanned folder. */
  readonly linkedFolders: number
  /** Links that lead nowhere. */
  readonly brokenLinks: number
  /** Pipes, sockets and devices that have the name of an image. */
  readonly notFiles: number
  /** Names that are not valid UTF-8. */
  readonly badNames: number
}

/** One step of a scan: some images, and what was passed over so far. */
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
 * Walks a folder, however deep, and yields its images in the order of the file system; memory does not grow with their number.
 *
 * - Extensions count in upper or lower case; other files are passed over and counted.
 * - Names that start with a dot are passed over, folders with all they hold.
 * - A link to a file stands for the file. A link to a folder is followed directly under `folder` (a class folder may be a link), unless it leads
 *   back to `folder` or above; deeper ones are passed over, so that no walk is endless and no image comes twice.
 * - Empty files and files of equal content are yielded like any other: what cannot be decoded is the quarantine's business.
 * - A folder that cannot be read throws, with its name in the error: training on a part in silence would be worse.
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

  /** Counts the entry as skipped, notes it as an image, or enters it. */
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
    const found = statOrNothing(join(root, path))
    if (found === undefined) {
      if (entry.isSymbolicLink()) skipped.brokenLinks++
    } else if (found.isDirectory()) {
      if (stack.length === 1 && !leadsBack(join(root, path))) stack.push(enter(`${path}/`))
      else skipped.linkedFolders++
    } else if (!isImageName(path)) {
      skipped.otherFiles++
    } else if (found.isFile()) {
      files.push({ path, size: found.size, modified: Math.floor(found.mtimeMs) })
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
