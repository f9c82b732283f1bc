import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline, Readable } from 'node:stream'
import * as E from 'fp-ts/lib/Either.js'
import { extract } from 'tar-stream'
import { type RunError, runError } from '../../prelude/errors.ts'
import { cifarBatch, cifarRecords } from './cifarRecords.ts'
import { treePictures, treePlace } from './classTree.ts'
import type { Half, Pictures } from './picture.ts'
import { readStream } from './readStream.ts'

const collect = async (chunks: AsyncIterable<Uint8Array>): Promise<Uint8Array> => {
  const parts: Uint8Array[] = []
  for await (const chunk of chunks) parts.push(chunk)
  return Buffer.concat(parts)
}

const expected = (from: string): E.Either<RunError, never> =>
  E.left(
    runError(
      `Expected CIFAR-10 at ${from}: data_batch_1.bin to data_batch_5.bin and test_batch.bin, or class folders of images in train/ and test/, ` +
        'or a tar file of either; received none of these',
    ),
  )

async function* fromArchive(file: string, isWanted: (half: Half) => boolean): Pictures {
  let known = 0
  const archive = extract()
  // The archive itself passes errors to the loop.
  pipeline(Readable.from(readStream(file)), archive, () => {})
  for await (const entry of archive) {
    const { name, type } = entry.header
    // An entry is a stream of buffers, which the types of the package do not say.
    const bytes = entry as AsyncIterable<Uint8Array>
    const batch = cifarBatch(name)
    const place = treePlace(name)
    const half = batch?.half ?? place?.half
    if (type === 'file' && half !== undefined) known++
    if (type !== 'file' || half === undefined || !isWanted(half)) {
      entry.resume()
    } else if (batch !== undefined) {
      yield* cifarRecords(`${file} (${name})`, batch, bytes)
    } else if (place !== undefined) {
      const { extension, ...picture } = place
      yield E.right({ ...picture, content: { extension, bytes: await collect(bytes) } })
    }
  }
  if (known === 0) yield expected(file)
}

async function* fromFolder(folder: string, isWanted: (half: Half) => boolean): Pictures {
  const inner = join(folder, 'cifar-10-batches-bin')
  const binary = existsSync(inner) ? inner : folder
  const batches = readdirSync(binary)
    .sort()
    .flatMap((name) => {
      const batch = cifarBatch(name)
      return batch === undefined ? [] : [{ file: join(binary, name), batch }]
    })
  for (const { file, batch } of batches) if (isWanted(batch.half)) yield* cifarRecords(file, batch, readStream(file))
  if (batches.length > 0) return
  let known = 0
  for (const picture of treePictures(folder)) {
    known++
    if (isWanted(picture.half)) yield E.right(picture)
  }
  if (known === 0) yield expected(folder)
}

/**
 * The pictures of CIFAR-10.
 *
 * They come from its binary distribution or from class folders of image files, in a folder or in a tar file
 * (gzip or not).
 *
 * - The order is that of the archive, or of the sorted file names.
 * - Image files are passed on unchanged.
 * - Fails if there is neither a binary batch nor a class folder.
 *
 * @param from folder or tar file
 */
export const cifar10Pictures = (from: string, halves: readonly Half[]): Pictures => {
  const isWanted = (half: Half): boolean => halves.includes(half)
  return statSync(from).isDirectory() ? fromFolder(from, isWanted) : fromArchive(from, isWanted)
}
