import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { InvariantViolation } from '../../prelude/errors.ts'
import type { ImageFile } from './imageFile.ts'

const entrySize = 32
const flushAt = 1 << 16

const pathsOf = (folder: string): string => join(folder, 'paths.bin')
const entriesOf = (folder: string): string => join(folder, 'entries.bin')

/**
 * Writes image files by number.
 *
 * Their paths go to one file. Another file has an entry of fixed size per image: where its path is, its size
 * and its time of change.
 */
export const writeIndexFile = (folder: string, files: Iterable<ImageFile>): void => {
  const paths = openSync(pathsOf(folder), 'w')
  const entries = openSync(entriesOf(folder), 'w')
  const entry = Buffer.alloc(entrySize)
  let pendingPaths: Buffer[] = []
  let pendingEntries: Buffer[] = []
  let pending = 0
  let offset = 0
  const flush = (): void => {
    writeSync(paths, Buffer.concat(pendingPaths))
    writeSync(entries, Buffer.concat(pendingEntries))
    pendingPaths = []
    pendingEntries = []
    pending = 0
  }
  try {
    for (const { path, size, modified } of files) {
      const bytes = Buffer.from(path)
      entry.writeDoubleLE(offset, 0)
      entry.writeDoubleLE(bytes.length, 8)
      entry.writeDoubleLE(size, 16)
      entry.writeDoubleLE(modified, 24)
      pendingPaths.push(bytes)
      pendingEntries.push(Buffer.from(entry))
      offset += bytes.length
      pending += bytes.length
      if (pending >= flushAt) flush()
    }
    flush()
  } finally {
    closeSync(paths)
    closeSync(entries)
  }
}

/** Image files by number, read from disk one at a time. */
export interface IndexFile {
  readonly at: (index: number) => ImageFile
  readonly close: () => void
}

/**
 * Opens the files that `writeIndexFile` wrote. Resident memory does not depend on the number of images.
 *
 * @param length number of images
 */
export const openIndexFile = (folder: string, length: number): IndexFile => {
  const paths = openSync(pathsOf(folder), 'r')
  const entries = openSync(entriesOf(folder), 'r')
  const entry = Buffer.alloc(entrySize)
  return {
    at: (index) => {
      if (!(index >= 0 && index < length)) {
        throw new InvariantViolation(`Expected an image number below ${length}, received ${index}`)
      }
      readSync(entries, entry, 0, entrySize, index * entrySize)
      const bytes = Buffer.allocUnsafe(entry.readDoubleLE(8))
      readSync(paths, bytes, 0, bytes.length, entry.readDoubleLE(0))
      return { path: bytes.toString(), size: entry.readDoubleLE(16), modified: entry.readDoubleLE(24) }
    },
    close: () => {
      closeSync(paths)
      closeSync(entries)
    },
  }
}
