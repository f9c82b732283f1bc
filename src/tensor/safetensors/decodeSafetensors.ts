import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import type { Tensors } from '../tensors.ts'
import { type Entry, readHeader, type Unreadable } from './readHeader.ts'

/**
 * Copies the numbers of a tensor, so that nothing else shares them and they are aligned.
 *
 * `slice` would not do: on a Node Buffer it returns a view.
 */
const numbersOf = (bytes: Uint8Array, { dtype, begin, end }: Entry): Float32Array | Int32Array => {
  const { buffer } = new Uint8Array(bytes.subarray(begin, end))
  return dtype === 'float32' ? new Float32Array(buffer) : new Int32Array(buffer)
}

/**
 * Reads the tensors of a safetensors file; Left says in one sentence why it cannot.
 *
 * - Strict: the header must describe every byte of the file exactly once, in float32 or int32.
 * - Refuses a file that is cut off, or that holds overlapping tensors or anything unknown, before it creates
 *   a tensor.
 * - Checks metadata and ignores them.
 * - Does not notice numbers that were altered in place: the format has no checksum.
 * - Creates the tensors on the current backend. The caller owns them.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * import { encodeSafetensors } from './encodeSafetensors.ts'
 * const read = decodeSafetensors(encodeSafetensors({ w: tf.tensor1d([1, 2]) }))
 * read.right.tensors['w'].arraySync() // => [1, 2]
 * decodeSafetensors(new Uint8Array(3))._tag // => 'Left'
 */
export const decodeSafetensors = (bytes: Uint8Array): E.Either<Unreadable, { readonly tensors: Tensors }> =>
  E.map((entries: readonly Entry[]) => ({
    tensors: Object.fromEntries(
      entries.map((entry) => [entry.name, tf.tensor(numbersOf(bytes, entry), [...entry.shape], entry.dtype)]),
    ),
  }))(readHeader(bytes))
