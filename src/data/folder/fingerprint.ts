import { createHash } from 'node:crypto'
import type { ImageFile } from './imageFile.ts'

/** A digest of a set of files that does not depend on the order in which they were added. */
export interface Fingerprint {
  readonly add: (file: ImageFile) => void
  readonly digest: () => string
}

/**
 * Tells whether a folder has changed: a digest of the names, sizes and times of change of its images.
 *
 * The first 128 bits of each file's SHA-256 are added as four words modulo 2^32, so that a scan need not be sorted to be compared.
 *
 * Laws: independent of order; another name, size or time gives another digest (but for a chance of 2^-128).
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
