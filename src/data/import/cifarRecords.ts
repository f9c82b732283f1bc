import * as E from 'fp-ts/lib/Either.js'
import { raster } from '../../image/raster.ts'
import { runError } from '../../prelude/errors.ts'
import { fixedRecords } from './fixedRecords.ts'
import { type Half, numbered, type Pictures } from './picture.ts'

const side = 32
const plane = side * side
const perBatch = 10_000

/** Class names of CIFAR-10 in the order of its labels. */
export const cifarClasses = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
] as const

interface Batch {
  readonly half: Half
  /** Number of the first picture of the batch within its half. */
  readonly first: number
}

/**
 * The batch that a file of the binary distribution holds, or undefined.
 *
 * The files are data_batch_1.bin to data_batch_5.bin and test_batch.bin.
 *
 * @example
 * cifarBatch('cifar-10-batches-bin/data_batch_2.bin') // => { half: 'train', first: 10_000 }
 * cifarBatch('readme.html') // => undefined
 */
export const cifarBatch = (file: string): Batch | undefined => {
  const [, number] = /(?:^|\/)data_batch_([1-5])\.bin$/.exec(file) ?? []
  if (number !== undefined) return { half: 'train', first: (Number(number) - 1) * perBatch }
  return /(?:^|\/)test_batch\.bin$/.test(file) ? { half: 'test', first: 0 } : undefined
}

/** Turns three planes into three interleaved channels. */
const interleave = (planes: Uint8Array): Uint8Array =>
  new Uint8Array(3 * plane).map((_, i) => planes[(i % 3) * plane + Math.floor(i / 3)]!)

/**
 * The pictures of one file of CIFAR-10's binary distribution.
 *
 * Each record has a label byte, then 32 x 32 red, green and blue values.
 *
 * - Fails if a label has no class.
 * - Fails if the file does not hold 10,000 pictures.
 */
export async function* cifarRecords(file: string, { half, first }: Batch, chunks: AsyncIterable<Uint8Array>): Pictures {
  let index = first
  for await (const bytes of fixedRecords(chunks, 0, 1 + 3 * plane)) {
    const name = cifarClasses[bytes[0]!]
    if (name === undefined) {
      return yield E.left(runError(`Expected labels below ${cifarClasses.length} in ${file}, received ${bytes[0]}`))
    }
    yield E.right({
      half,
      class: name,
      name: numbered(index),
      content: raster(side, side, 3, interleave(bytes.subarray(1))),
    })
    index++
  }
  if (index - first !== perBatch) {
    yield E.left(runError(`${file} is cut off: expected ${perBatch} images, received ${index - first}`))
  }
}
