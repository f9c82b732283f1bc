import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import type { Tensors } from '../tensors.ts'
import { type Entry, readHeader, type Unreadable } from './readHeader.ts'

/** A copy (`slice` of a Node Buffer is none), so that a tensor shares its numbers with nobody and they are aligned. */
const numbersOf = (bytes: Uint8Array, { dtype, begin, end }: Entry): Float32Array | Int32Array => {
  const { buffer } = new Uint8Array(bytes.subarray(begin, end))
  return dtype === 'float32' ? new Float32Array(buffer) : new Int32Array(buffer)
}

/**
 * The tensors of a safetensors file, or in a sentence why it cannot be read.
 *
 * Strict: the header must describe every byte of the file exactly once, in float32 or int32; a file that was cut off, holds
 * overlapping tensors or anything unknown is refused before a single tensor is made. Metadata are checked and passed over.
 * The format has no checksum: numbers that were altered in place are not noticed here.
 *
 * The caller owns the tensors, which are made on the current backend.
 */
export const decodeSafetensors = (bytes: Uint8Array): E.Either<Unreadable, { readonly tensors: Tensors }> =>
  E.map((entries: readonly Entry[]) => ({
    tensors: Object.fromEntries(
      entries.map((entry) => [entry.name, tf.tensor(numbersOf(bytes, entry), [...entry.shape], entry.dtype)]),
    ),
  }))(readHeader(bytes))
