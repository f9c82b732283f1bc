import { createHash } from 'node:crypto'
import type { ImageFile } from './imageFile.ts'

/** A digest of a set of files that does not depend on the order of adding them. */
export interface Fingerprint {
  readonly add: (file: ImageFile) => void
  readonly digest: () => string
}

/**
 * Tells whether a folder has changed: a digest of the names, sizes and times of change of its images.
 *
 * The first 128 bits of each file's SHA-256 are added as four words modulo 2^32, so an unsorted scan can be
 * compared.
 *
 * Laws:
 * - Independent of order.
 * - Another name, size or time gives another digest, except with a chance of 2^-128.
 *
 * @example
 * const [one, other] = [fingerprint(), fingerprint()]
 * const [a, b] = ['a.png', 'b.png'].map((path) => ({ path, size: 1, modified: 2 }))
 * for (const file of [a, b]) one.add(file)
 * for (const file of [b, a]) other.add(file)
 * one.digest() === other.digest() // => true
 */
export const fingerprint = (): Fingerprint => {
  const sum = new Uint32Array(4)
  return {
    add: ({ path, size, modified }) => {
      const hash = createHash('sha256').update(`${path}\0${size}\0${modified}`).digest()
      for (let word = 0; word < 4; word++) sum[word]! += hash.readUInt32LE(4 * word)
    },
    digest: () => Buffer.from(sum.buffer).toString('hex'),
  }
}
