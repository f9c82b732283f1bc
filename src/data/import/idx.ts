import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { raster } from '../../image/raster.ts'
import { type RunError, runError } from '../../prelude/errors.ts'
import { fixedRecords } from './fixedRecords.ts'
import { type Half, numbered, type Pictures } from './picture.ts'
import { readStream } from './readStream.ts'

const imagesMagic = 0x803
const labelsMagic = 0x801

/** The names of the published files, and the names that some mirrors give them. */
const namesOf = (half: Half, what: 'images-idx3' | 'labels-idx1'): readonly string[] => {
  const stem = `${half === 'train' ? 'train' : 't10k'}-${what}-ubyte`
  const mirrored = stem.replace('-idx', '.idx')
  return [stem, `${stem}.gz`, mirrored, `${mirrored}.gz`]
}

const find = (from: string, names: readonly string[]): E.Either<RunError, string> => {
  const found = names.map((name) => join(from, name)).find(existsSync)
  return found === undefined
    ? E.left(runError(`Expected ${names[0]} or ${names[1]} in ${from}, received neither`))
    : E.right(found)
}

const headOf = async (file: string, words: number): Promise<readonly number[] | undefined> => {
  for await (const head of fixedRecords(readStream(file), 0, 4 * words)) {
    const view = new DataView(head.buffer)
    return Array.from({ length: words }, (_, i) => view.getUint32(4 * i))
  }
  return undefined
}

const readLabels = async (file: string): Promise<E.Either<RunError, Uint8Array>> => {
  const [magic, count] = (await headOf(file, 2)) ?? []
  if (magic !== labelsMagic || count === undefined) {
    return E.left(runError(`Expected an IDX file of labels at ${file}, received something else`))
  }
  for await (const labels of fixedRecords(readStream(file), 8, count)) return E.right(labels)
  return E.left(runError(`${file} is cut off: it holds fewer than the ${count} labels that its header tells of`))
}

/**
 * The pictures of one half of a data set in the IDX format of MNIST, in the order of the file.
 *
 * Images: big-endian 32-bit words (0x803, count, rows, columns), then one byte per pixel.
 * Labels: big-endian 32-bit words (0x801, count), then one byte per label.
 *
 * - Fails if a file is missing, cut off or of another format.
 * - Fails if there are not as many labels as images.
 * - Fails if a label has no class.
 */
export async function* idxPictures(from: string, half: Half, classes: readonly string[]): Pictures {
  const imagesFile = find(from, namesOf(half, 'images-idx3'))
  if (E.isLeft(imagesFile)) return yield imagesFile
  const labelsFile = find(from, namesOf(half, 'labels-idx1'))
  if (E.isLeft(labelsFile)) return yield labelsFile
  const labels = await readLabels(labelsFile.right)
  if (E.isLeft(labels)) return yield labels
  const file = imagesFile.right
  const [magic, count, rows, columns] = (await headOf(file, 4)) ?? []
  if (magic !== imagesMagic || count === undefined || rows === undefined || columns === undefined) {
    return yield E.left(runError(`Expected an IDX file of images at ${file}, received something else`))
  }
  if (labels.right.length !== count) {
    return yield E.left(
      runError(`Expected as many labels as images in ${from}, received ${labels.right.length} and ${count}`),
    )
  }
  let index = 0
  for await (const bytes of fixedRecords(readStream(file), 16, rows * columns)) {
    const label = labels.right[index]!
    const name = classes[label]
    if (name === undefined) {
      return yield E.left(runError(`Expected labels below ${classes.length} in ${labelsFile.right}, received ${label}`))
    }
    yield E.right({ half, class: name, name: numbered(index), content: raster(columns, rows, 1, bytes) })
    index++
    if (index === count) return
  }
  yield E.left(runError(`${file} is cut off: expected ${count} images, received ${index}`))
}
