import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import * as E from 'fp-ts/lib/Either.js'
import { type RunError, runError } from '../../prelude/errors.ts'
import { contentHash } from '../file/contentHash.ts'
import { explainFileError } from '../file/explainFileError.ts'
import { hashOf } from '../file/hashOf.ts'
import { writeDurably } from '../file/writeDurably.ts'
import type { FolderIndex } from '../folder/folderIndex.ts'
import type { ImageFile } from '../folder/imageFile.ts'

export interface LeakCheck {
  readonly test: FolderIndex
  /** The training folders, by the name that messages use ("labeled", "unlabeled"). */
  readonly training: Readonly<Record<string, FolderIndex>>
  /** File in the run folder that notes a passed check. The check is skipped while no folder changes. */
  readonly cache: string
  /** Receives the number of training images checked so far, about every thousand images. */
  readonly onProgress: (images: number) => void
}

interface Leak {
  readonly test: string
  readonly training: string
  readonly among: string
}

const pause = 1024
const tail = Buffer.alloc(4096)

/**
 * Tells most files apart by little reading: their size, and the hash of their last 4 KB.
 *
 * Pictures of one camera begin alike, but end differently.
 */
const sketch = (path: string, size: number): string => {
  const descriptor = openSync(path, 'r')
  try {
    const length = readSync(descriptor, tail, 0, tail.length, Math.max(0, size - tail.length))
    return `${size} ${hashOf(tail.subarray(0, length))}`
  } finally {
    closeSync(descriptor)
  }
}

/** Every file of the folder except empty ones. The event loop gets a turn now and then. */
async function* filesOf(
  { length, at }: FolderIndex,
  onTurn: (images: number) => void,
): AsyncGenerator<ImageFile, void> {
  for (let i = 0; i < length; i++) {
    const file = at(i)
    if (file.size > 0) yield file
    if ((i + 1) % pause > 0 && i + 1 < length) continue
    onTurn(i + 1)
    await setImmediate()
  }
}

const findLeaks = async ({ test, training, onProgress }: LeakCheck): Promise<readonly Leak[]> => {
  const sizes = new Set<number>()
  const sketches = new Map<string, string[]>()
  for await (const { path, size } of filesOf(test, () => {})) {
    const full = join(test.folder, path)
    const key = sketch(full, size)
    sizes.add(size)
    sketches.set(key, [...(sketches.get(key) ?? []), full])
  }
  const leaks: Leak[] = []
  let before = 0
  for (const [among, folder] of Object.entries(training)) {
    for await (const { path, size } of filesOf(folder, (images) => onProgress(before + images))) {
      if (!sizes.has(size)) continue
      const full = join(folder.folder, path)
      const alike = sketches.get(sketch(full, size)) ?? []
      const equal = alike.find((candidate) => contentHash(candidate) === contentHash(full))
      if (equal !== undefined) leaks.push({ test: equal, training: full, among })
    }
    before += folder.length
  }
  return leaks
}

const note = ({ test, training }: LeakCheck): string =>
  JSON.stringify({ test: test.fingerprint, training: Object.values(training).map(({ fingerprint }) => fingerprint) })

/**
 * Makes sure that no test image is also a training image: none has the content of a labeled or unlabeled one.
 *
 * It compares sizes first, then the ends of files of equal size, then SHA-256 hashes of whole files. Memory
 * grows with the number of test images only.
 *
 * - Fails if it finds a leak, and names the first pair.
 * - Pictures that look alike but differ in a byte are not found.
 * - Empty files are passed over.
 */
export const leakCheck = async (request: LeakCheck): Promise<E.Either<RunError, void>> => {
  const { cache } = request
  try {
    if (existsSync(cache) && readFileSync(cache, 'utf8') === note(request)) return E.right(undefined)
    const leaks = await findLeaks(request)
    const [first] = leaks
    if (first !== undefined) {
      const more = leaks.length === 1 ? '' : ` (and ${leaks.length - 1} more pairs)`
      return E.left(
        runError(
          `The test image ${first.test} is also among the ${first.among} images, as ${first.training}${more}`,
          'A model must not be trained on its test images: remove them from one of the two folders',
        ),
      )
    }
    writeDurably(cache, note(request))
    return E.right(undefined)
  } catch (error) {
    return E.left(explainFileError('look for test images among the training images', error))
  }
}
