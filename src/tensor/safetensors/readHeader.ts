import * as E from 'fp-ts/lib/Either.js'
import { isObject } from '../../codec/index.ts'
import { bytesPerNumber, lengthBytes, type StoredDtype, storedAs } from './dtype.ts'

/** Where the numbers of one tensor lie, in bytes from the start of the file. */
export interface Entry {
  readonly name: string
  readonly dtype: StoredDtype
  readonly shape: readonly number[]
  readonly begin: number
  readonly end: number
}

/** Why these bytes cannot be read as a safetensors file, in one sentence. */
export interface Unreadable {
  readonly reason: string
}

const unreadable = (reason: string): E.Either<Unreadable, never> => E.left({ reason })

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0

const isCounts = (value: unknown): value is readonly number[] => Array.isArray(value) && value.every(isCount)

const dtypeOf = (stored: unknown): StoredDtype | undefined =>
  stored === storedAs.float32 ? 'float32' : stored === storedAs.int32 ? 'int32' : undefined

const entryOf = (name: string, value: unknown, dataBegin: number): E.Either<Unreadable, Entry> => {
  const of = `The tensor ${JSON.stringify(name)}`
  if (!isObject(value)) return unreadable(`${of} is described by ${JSON.stringify(value)}, not by a record`)
  const { dtype: stored, shape, data_offsets: offsets, ...others } = value
  const unknownKey = Object.keys(others)[0]
  if (unknownKey !== undefined) return unreadable(`${of} has the unknown key ${JSON.stringify(unknownKey)}`)
  const dtype = dtypeOf(stored)
  if (dtype === undefined) return unreadable(`${of} has the dtype ${JSON.stringify(stored)}, neither "F32" nor "I32"`)
  if (!isCounts(shape)) return unreadable(`${of} has the shape ${JSON.stringify(shape)}, not a list of sizes`)
  if (!isCounts(offsets) || offsets.length !== 2)
    return unreadable(`${of} has the offsets ${JSON.stringify(offsets)}, not a begin and an end`)
  const [begin, end] = [offsets[0]!, offsets[1]!]
  const size = shape.reduce((a, b) => a * b, bytesPerNumber)
  if (end - begin !== size)
    return unreadable(`${of} of shape [${shape.join(', ')}] takes ${size} bytes, its offsets give ${end - begin}`)
  return E.right({ name, dtype, shape, begin: dataBegin + begin, end: dataBegin + end })
}

/**
 * Checks that every byte of the data belongs to exactly one tensor, and sorts the tensors by where they
 * begin.
 */
const tiled = (entries: readonly Entry[], from: number, to: number): E.Either<Unreadable, readonly Entry[]> => {
  const ordered = [...entries].sort((a, b) => a.begin - b.begin || a.end - b.end)
  let at = from
  for (const { name, begin, end } of ordered) {
    if (begin < at) return unreadable(`The tensor ${JSON.stringify(name)} overlaps the one before it`)
    if (begin > at) return unreadable(`No tensor owns the ${begin - at} bytes before ${JSON.stringify(name)}`)
    at = end
  }
  if (at > to) return unreadable(`The file is cut off: its tensors end at byte ${at}, it has ${to}`)
  if (at < to) return unreadable(`No tensor owns the last ${to - at} bytes`)
  return E.right(ordered)
}

const parse = (bytes: Uint8Array): E.Either<Unreadable, Readonly<Record<string, unknown>>> => {
  try {
    const header: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes))
    return isObject(header) ? E.right(header) : unreadable('The header is not a JSON record')
  } catch (error) {
    return unreadable(`The header is not JSON: ${error instanceof Error ? error.message : String(error)}`)
  }
}

const isMetadata = (value: unknown): boolean =>
  isObject(value) && Object.values(value).every((text) => typeof text === 'string')

/**
 * Reads and checks the header, before any tensor is created. The tensors come in the order of their bytes.
 *
 * - Left if the file is shorter than its header says, or longer.
 * - Left if the header is not a JSON record of tensors in float32 or int32.
 * - Left if the size of a tensor does not match its shape.
 * - Left if two tensors overlap, or no tensor owns some byte.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * import { encodeSafetensors } from './encodeSafetensors.ts'
 * const [entry] = readHeader(encodeSafetensors({ w: tf.tensor1d([1, 2]) })).right
 * [entry.name, entry.dtype, entry.shape, entry.end - entry.begin] // => ['w', 'float32', [2], 8]
 */
export const readHeader = (bytes: Uint8Array): E.Either<Unreadable, readonly Entry[]> => {
  if (bytes.length < lengthBytes)
    return unreadable(`The file has ${bytes.length} bytes, fewer than the ${lengthBytes} of the header's length`)
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true)
  const available = bytes.length - lengthBytes
  if (length > BigInt(available))
    return unreadable(`The file is cut off: its header takes ${length} bytes, ${available} are there`)
  const dataBegin = lengthBytes + Number(length)
  const header = parse(bytes.subarray(lengthBytes, dataBegin))
  if (E.isLeft(header)) return header
  const entries: Entry[] = []
  for (const [name, value] of Object.entries(header.right)) {
    if (name === '__metadata__') {
      if (!isMetadata(value)) return unreadable('The metadata are not a record of texts')
      continue
    }
    const entry = entryOf(name, value, dataBegin)
    if (E.isLeft(entry)) return entry
    entries.push(entry.right)
  }
  return tiled(entries, dataBegin, bytes.length)
}
