import { existsSync, mkdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { type Encoding, encode } from '../../image/encode.ts'
import { type RunError, runError } from '../../prelude/errors.ts'
import { explainFileError } from '../file/explainFileError.ts'
import { cifar10Pictures } from './cifar10.ts'
import { idxPictures } from './idx.ts'
import type { Half, Picture, Pictures } from './picture.ts'

/** The published data sets that can be imported. */
export const dataSets = ['mnist', 'fashion-mnist', 'cifar10'] as const
export type DataSet = (typeof dataSets)[number]

export interface ImportImages {
  readonly dataSet: DataSet
  /** Folder of the published files; for cifar10 also a tar file. */
  readonly from: string
  /** Where to write train/<class>/00000.png and test/<class>/... */
  readonly out: string
  readonly halves: readonly Half[]
  /** Most images per class and half; the first ones are kept. Null for all. */
  readonly perClass: number | null
  readonly encoding: Encoding
  /** Receives the number of images written so far, now and then. */
  readonly onProgress: (written: number) => void
}

export interface Imported {
  readonly half: Half
  readonly class: string
  readonly images: number
}

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
const clothes = ['t-shirt', 'trouser', 'pullover', 'dress', 'coat', 'sandal', 'shirt', 'sneaker', 'bag', 'ankle-boot']

async function* idxHalves(from: string, halves: readonly Half[], classes: readonly string[]): Pictures {
  for (const half of halves) yield* idxPictures(from, half, classes)
}

const picturesOf = ({ dataSet, from, halves }: ImportImages): Pictures => {
  switch (dataSet) {
    case 'mnist':
      return idxHalves(from, halves, digits)
    case 'fashion-mnist':
      return idxHalves(from, halves, clothes)
    case 'cifar10':
      return cifar10Pictures(from, halves)
  }
}

/** Pictures encoded and written at once. */
const together = 16

const writePicture = async ({ out, encoding }: ImportImages, picture: Picture): Promise<void> => {
  const { content } = picture
  const [bytes, extension] =
    'bytes' in content
      ? [content.bytes, content.extension]
      : [await encode(encoding)(content), encoding.format === 'png' ? 'png' : 'jpg']
  await writeFile(join(out, picture.half, picture.class, `${picture.name}.${extension}`), bytes)
}

/** Writes a handful of pictures. If one fails, waits for the others before it throws. */
const writeHandful = async (request: ImportImages, pictures: readonly Picture[]): Promise<void> => {
  const outcomes = await Promise.allSettled(pictures.map((picture) => writePicture(request, picture)))
  for (const outcome of outcomes) if (outcome.status === 'rejected') throw outcome.reason
}

const writeAll = async (request: ImportImages): Promise<E.Either<RunError, readonly Imported[]>> => {
  const { out, perClass, onProgress } = request
  const counts = new Map<string, { half: Half; class: string; images: number }>()
  let handful: Picture[] = []
  let written = 0
  const flush = async (): Promise<void> => {
    await writeHandful(request, handful)
    written += handful.length
    handful = []
    onProgress(written)
  }
  for await (const next of picturesOf(request)) {
    if (E.isLeft(next)) return next
    const picture = next.right
    const folder = join(out, picture.half, picture.class)
    const known = counts.get(folder)
    if (known === undefined) mkdirSync(folder, { recursive: true })
    const count = known ?? { half: picture.half, class: picture.class, images: 0 }
    counts.set(folder, count)
    if (perClass !== null && count.images >= perClass) continue
    count.images++
    handful.push(picture)
    if (handful.length === together) await flush()
  }
  await flush()
  return E.right([...counts.values()].sort((a, b) => (`${a.half}/${a.class}` < `${b.half}/${b.class}` ? -1 : 1)))
}

/**
 * Writes a published data set as class folders of image files, in bounded memory.
 *
 * A user's own pictures have the same form.
 *
 * - Fails if a half exists already in `out`. Nothing is overwritten.
 * - Fails if a file is missing, damaged or cut off, and names it.
 */
export const importImages = async (request: ImportImages): Promise<E.Either<RunError, readonly Imported[]>> => {
  const { from, out, halves } = request
  try {
    const existing = halves.map((half) => join(out, half)).find(existsSync)
    if (existing !== undefined) {
      return E.left(
        runError(`Expected nothing at ${existing} yet, received a folder`, 'Choose another --out or delete it'),
      )
    }
    if (!existsSync(from)) return E.left(runError(`Expected ${request.dataSet} at ${from}, received nothing`))
    return await writeAll(request)
  } catch (error) {
    return E.left(explainFileError(`import ${from}`, error))
  }
}
