import { createHash } from 'node:crypto'
import { closeSync, existsSync, ftruncateSync, openSync, readSync, write, writeSync } from 'node:fs'
import { promisify } from 'node:util'
import * as E from 'fp-ts/lib/Either.js'
import { InvariantViolation, type RunError } from '../prelude/errors.ts'
import { checksum } from './file/checksum.ts'
import { explainFileError } from './file/explainFileError.ts'

/** Records of one size by number, on disk. An image that was decoded once need not be decoded again. */
export interface Pack {
  /** How many records the budget holds. Records from this number on are not stored. */
  readonly capacity: number
  /**
   * Reads a record, synchronously and usually from the page cache.
   *
   * Undefined if it is not there, or does not verify because a crash tore it.
   */
  readonly get: (index: number) => Uint8Array | undefined
  /** Stores a record. It can be read once the promise settles. The bytes must not change before that. */
  readonly put: (index: number, bytes: Uint8Array) => Promise<void>
  /**
   * Why nothing more is stored (the disk is full ...), or undefined while all is well.
   *
   * A run continues without the pack.
   */
  readonly trouble: () => RunError | undefined
  readonly close: () => Promise<void>
}

export interface OpenPack {
  readonly file: string
  /**
   * Everything that the records depend on: decode parameters, fingerprint of the folder.
   *
   * Another key clears the file.
   */
  readonly key: string
  /** Bytes per record. */
  readonly size: number
  /** Most bytes that the file may take. */
  readonly budget: number
}

const headerSize = 64
const trailerSize = 8
const present = 0x6b636170

const writeAt = promisify(write)

const header = ({ key, size }: OpenPack): Buffer => {
  const bytes = Buffer.alloc(headerSize)
  bytes.write('understudy pack 1')
  createHash('sha256').update(`${size} ${key}`).digest().copy(bytes, 32)
  return bytes
}

const openFile = (request: OpenPack): number => {
  const descriptor = openSync(request.file, existsSync(request.file) ? 'r+' : 'w+')
  const expected = header(request)
  const actual = Buffer.alloc(headerSize)
  readSync(descriptor, actual, 0, headerSize, 0)
  if (!actual.equals(expected)) {
    ftruncateSync(descriptor, 0)
    writeSync(descriptor, expected, 0, headerSize, 0)
  }
  return descriptor
}

/**
 * Opens a pack file.
 *
 * Each record has a fixed place, followed by a checksum and a mark that it is there. A record that does not
 * verify counts as absent, so a crash at any moment costs only the records being written.
 *
 * Laws:
 * - `get` returns the record last `put`, or nothing.
 * - `get` never returns bytes of another record or of another key.
 */
export const openPack = (request: OpenPack): E.Either<RunError, Pack> => {
  const { size, budget } = request
  // Whole words, so each record starts at an address that the checksum can read as words.
  const padded = (size + 3) & ~3
  const stride = padded + trailerSize
  const capacity = Math.max(0, Math.floor((budget - headerSize) / stride))
  const pending = new Set<Promise<void>>()
  let trouble: RunError | undefined

  const store = async (descriptor: number, index: number, bytes: Uint8Array): Promise<void> => {
    const stored = Buffer.alloc(stride)
    stored.set(bytes)
    stored.writeUInt32LE(checksum(stored.subarray(0, padded), index), padded)
    stored.writeUInt32LE(present, padded + 4)
    try {
      await writeAt(descriptor, stored, 0, stride, headerSize + index * stride)
    } catch (error) {
      trouble = explainFileError(`store decoded images in ${request.file}`, error)
    }
  }

  try {
    const descriptor = openFile(request)
    return E.right({
      capacity,
      get: (index) => {
        if (index >= capacity) return undefined
        const stored = Buffer.allocUnsafeSlow(stride)
        if (readSync(descriptor, stored, 0, stride, headerSize + index * stride) < stride) return undefined
        if (stored.readUInt32LE(padded + 4) !== present) return undefined
        if (stored.readUInt32LE(padded) !== checksum(stored.subarray(0, padded), index)) return undefined
        return new Uint8Array(stored.buffer, 0, size)
      },
      put: (index, bytes) => {
        if (bytes.length !== size) {
          throw new InvariantViolation(`Expected a record of ${size} bytes, received ${bytes.length}`)
        }
        if (index >= capacity || trouble !== undefined) return Promise.resolve()
        const stored = store(descriptor, index, bytes).finally(() => pending.delete(stored))
        pending.add(stored)
        return stored
      },
      trouble: () => trouble,
      close: async () => {
        await Promise.all(pending)
        closeSync(descriptor)
      },
    })
  } catch (error) {
    return E.left(explainFileError(`open ${request.file}`, error))
  }
}
