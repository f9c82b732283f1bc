import { createHash } from 'node:crypto'
import { closeSync, openSync, readSync } from 'node:fs'

const bufferSize = 1 << 18

/** The SHA-256 of a file's content as 64 hexadecimal digits. The file is read in pieces of 256 KB. */
export const contentHash = (file: string): string => {
  const descriptor = openSync(file, 'r')
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(bufferSize)
  try {
    for (let length = readSync(descriptor, buffer); length > 0; length = readSync(descriptor, buffer)) {
      hash.update(buffer.subarray(0, length))
    }
  } finally {
    closeSync(descriptor)
  }
  return hash.digest('hex')
}
