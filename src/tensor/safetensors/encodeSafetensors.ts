import type * as tf from '@tensorflow/tfjs-core'
import { InvariantViolation } from '../../prelude/errors.ts'
import type { Tensors } from '../tensors.ts'
import { bytesPerNumber, lengthBytes, type StoredDtype, storedAs } from './dtype.ts'

const dtypeOf = (name: string, { dtype }: tf.Tensor): StoredDtype => {
  if (dtype === 'float32' || dtype === 'int32') return dtype
  throw new InvariantViolation(`Expected float32 or int32 at tensor "${name}", received ${dtype}`)
}

/** The header, padded with spaces so that the numbers begin at a multiple of eight bytes. */
const headerOf = (tensors: readonly (readonly [string, tf.Tensor])[]): Uint8Array => {
  let begin = 0
  const entries = tensors.map(([name, tensor]) => {
    if (name === '__metadata__') throw new InvariantViolation('Expected a tensor name, received "__metadata__"')
    const end = begin + tensor.size * bytesPerNumber
    const entry = { dtype: storedAs[dtypeOf(name, tensor)], shape: tensor.shape, data_offsets: [begin, end] }
    begin = end
    return `${JSON.stringify(name)}:${JSON.stringify(entry)}`
  })
  const json = new TextEncoder().encode(`{${entries.join(',')}}`)
  const padded = new Uint8Array(Math.ceil(json.length / 8) * 8).fill(' '.charCodeAt(0))
  padded.set(json)
  return padded
}

/**
 * The bytes of a safetensors file: a length, a JSON header, then the numbers of each tensor.
 *
 * - Sorts the tensors by name, so equal tensors give equal bytes in whatever order the record lists them.
 * - Keeps the bits of every number, also of NaN.
 * - Leaves the tensors to the caller.
 * - Fails if a tensor is neither float32 nor int32, or is called `__metadata__`.
 *
 * Law: `decodeSafetensors(encodeSafetensors(tensors))` is `tensors`.
 *
 * @example
 * encodeSafetensors({}) // => Uint8Array.of(8, 0, 0, 0, 0, 0, 0, 0, ...Buffer.from('{}      '))
 *
 * @param tensors float32 or int32, of any shape, also empty tensors and scalars
 */
export const encodeSafetensors = (tensors: Tensors): Uint8Array => {
  const ordered = Object.entries(tensors).sort(([a], [b]) => (a < b ? -1 : 1))
  const header = headerOf(ordered)
  const size = ordered.reduce((sum, [, tensor]) => sum + tensor.size * bytesPerNumber, 0)
  const bytes = new Uint8Array(lengthBytes + header.length + size)
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true)
  bytes.set(header, lengthBytes)
  let at = lengthBytes + header.length
  for (const [, tensor] of ordered) {
    const numbers = tensor.dataSync()
    bytes.set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength), at)
    at += numbers.byteLength
  }
  return bytes
}
