import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import { type RunError, runError } from '../../prelude/errors.ts'
import { explainFileError } from '../file/explainFileError.ts'
import { externalSort } from './externalSort.ts'
import { fingerprint } from './fingerprint.ts'
import { type ImageFile, imageExtensions } from './imageFile.ts'
import { type IndexFile, openIndexFile, writeIndexFile } from './indexFile.ts'
import { type Skipped, scanFolder } from './scanFolder.ts'

/** The images of a folder in a fixed order, by number. */
export interface FolderIndex extends IndexFile {
  readonly folder: string
  /** Number of images. */
  readonly length: number
  /** Changes if a name, size or time of change does (see `fingerprint`). */
  readonly fingerprint: string
  readonly skipped: Skipped
}

export interface OpenFolderIndex {
  readonly folder: string
  /** Folder of the index, in the run folder. It is made if missing. */
  readonly cache: string
  /** What to do if the folder has changed since the cache was written. */
  readonly whenChanged: 'fail' | 'rescan'
  /** Receives the number of images found so far, about every thousand images. */
  readonly onProgress: (images: number) => void
}

type Summary = Pick<FolderIndex, 'length' | 'fingerprint' | 'skipped'>

const version = 1
/** Paths sorted in memory at once, about 30 MB. */
const chunk = 100_000
const separator = '\0'

const pack = ({ path, size, modified }: ImageFile): string => [path, size, modified].join(separator)
const unpack = (text: string): ImageFile => {
  const [path, size, modified] = text.split(separator)
  return { path: path!, size: Number(size), modified: Number(modified) }
}

/** Scans the folder and passes every image to `onFile`. The event loop gets a turn now and then. */
const scan = async ({ folder, onProgress }: OpenFolderIndex, onFile: (file: ImageFile) => void): Promise<Summary> => {
  const print = fingerprint()
  let length = 0
  let skipped: Skipped | undefined
  for (const part of scanFolder(folder)) {
    for (const file of part.files) {
      print.add(file)
      onFile(file)
    }
    length += part.files.length
    skipped = part.skipped
    onProgress(length)
    await setImmediate()
  }
  return { length, fingerprint: print.digest(), skipped: skipped! }
}

/** Builds the index aside and renames it, so a cache is complete or absent. */
const build = async (request: OpenFolderIndex): Promise<Summary> => {
  const aside = `${request.cache}.new`
  rmSync(aside, { recursive: true, force: true })
  mkdirSync(aside, { recursive: true })
  const sort = externalSort(join(aside, 'sort'), chunk)
  const summary = await scan(request, (file) => sort.add(pack(file)))
  writeIndexFile(
    aside,
    (function* () {
      for (const text of sort.sorted()) yield unpack(text)
    })(),
  )
  writeFileSync(join(aside, 'index.json'), JSON.stringify({ version, ...summary }))
  rmSync(request.cache, { recursive: true, force: true })
  renameSync(aside, request.cache)
  return summary
}

const readCache = (cache: string): Summary | undefined => {
  const file = join(cache, 'index.json')
  if (!existsSync(file)) return undefined
  const stored: Summary & { readonly version: number } = JSON.parse(readFileSync(file, 'utf8'))
  return stored.version === version ? stored : undefined
}

const reuseOrBuild = async (request: OpenFolderIndex): Promise<E.Either<RunError, Summary>> => {
  const cached = readCache(request.cache)
  if (cached === undefined) return E.right(await build(request))
  const now = await scan(request, () => {})
  if (now.fingerprint === cached.fingerprint) return E.right(cached)
  if (request.whenChanged === 'rescan') return E.right(await build(request))
  const difference =
    now.length === cached.length
      ? 'as many images, but other names, sizes or times of change'
      : `${cached.length} images then, ${now.length} now`
  return E.left(
    runError(
      `The folder ${request.folder} has changed since this run began: ${difference}`,
      'Restore it, or start a new run',
    ),
  )
}

const count = (n: number, what: string): readonly string[] => (n === 0 ? [] : [`${n} ${what}`])

const passedOver = (skipped: Skipped): string => {
  const counts = [
    ...count(skipped.otherFiles, 'other files'),
    ...count(skipped.hidden, 'hidden names'),
    ...count(skipped.linkedFolders, 'links to folders'),
    ...count(skipped.brokenLinks, 'broken links'),
    ...count(skipped.notFiles, 'pipes or devices'),
    ...count(skipped.badNames, 'names that are not UTF-8'),
  ]
  return counts.length === 0 ? 'nothing' : counts.join(', ')
}

/**
 * The images of a folder, however many and however deep.
 *
 * They are scanned and sorted by path in bounded memory, kept on disk, and read one at a time. The order is
 * that of the paths' UTF-16 units, so it depends on neither the file system nor the machine. Each opening
 * checks the cache against the folder by a scan of names, sizes and times of change. `scanFolder` says what
 * counts as an image.
 *
 * - Fails if the folder is missing or unreadable.
 * - Fails if it has no images.
 * - Fails if it has changed, unless `whenChanged` asks for a new scan.
 */
export const openFolderIndex = async (request: OpenFolderIndex): Promise<E.Either<RunError, FolderIndex>> => {
  const { folder, cache } = request
  try {
    if (!existsSync(folder)) return E.left(runError(`Expected a folder of images at ${folder}, received nothing`))
    if (!statSync(folder).isDirectory()) {
      return E.left(runError(`Expected a folder of images at ${folder}, received a file`))
    }
    const summary = await reuseOrBuild(request)
    if (E.isLeft(summary)) return summary
    const { length, skipped } = summary.right
    if (length === 0) {
      return E.left(
        runError(`Expected images (${imageExtensions}) in ${folder} or below, received ${passedOver(skipped)}`),
      )
    }
    const { fingerprint } = summary.right
    return E.right({ folder, length, fingerprint, skipped, ...openIndexFile(cache, length) })
  } catch (error) {
    return E.left(explainFileError(`index ${folder}`, error))
  }
}
