import { type Tensor, tensor } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { decode } from '../codec/decode.ts'
import { field, list, map, number, record, text } from '../codec/index.ts'
import { InvariantViolation } from '../prelude/errors.ts'
import { render } from '../prelude/render.ts'
import type { Tensors } from './tensors.ts'

const offset = number({ min: 0, whole: true })

const entry = record({
  dtype: field(text('F32 or I32', /^(F32|I32)$/), 'type of the values'),
  shape: field(list(offset), 'sizes, from the slowest dimension'),
  data_offsets: field(list(offset, 2), 'first byte and the one after the last, after the header'),
})

const header = map(entry)

const names = { float32: 'F32', int32: 'I32' } as const

const alignment = 8

const dtypeOf = ({ dtype }: Tensor): 'F32' | 'I32' => {
  if (dtype === 'float32' || dtype === 'int32') return names[dtype]
  throw new InvariantViolation(`Expected tensors of float32 or int32, received ${dtype}`)
}

const bytesOf = (value: Tensor): Uint8Array => {
  const values = value.dataSync()
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

/**
 * Tensors as one file in the safetensors format: length of the header in 8 bytes, the header in JSON padded with spaces, then the values, little-endian.
 *
 * Law: the same tensors give the same bytes; names are written in alphabetical order.
 */
export const encodeSafetensors = (tensors: Tensors): Uint8Array => {
  let end = 0
  const parts: Uint8Array[] = []
  const entries = Object.keys(tensors)
    .sort()
    .map((name) => {
      const bytes = bytesOf(tensors[name]!)
      const begin = end
      end += bytes.length
      parts.push(bytes)
      return [
        name,
        { dtype: dtypeOf(tensors[name]!), shape: tensors[name]!.shape, data_offsets: [begin, end] },
      ] as const
    })
  const written = JSON.stringify(Object.fromEntries(entries))
  const length = Math.ceil(Buffer.byteLength(written) / alignment) * alignment
  const head = Buffer.alloc(8 + length, ' ')
  head.writeBigUInt64LE(BigInt(length), 0)
  head.write(written, 8)
  return Buffer.concat([head, ...parts])
}

const wrong = (reason: string): E.Either<{ readonly reason: string }, never> => E.left({ reason })

/**
 * Reads the format back. Strict: a file that is cut, has bytes that no tensor claims, tensors that overlap, or a size that does not fit its shape is
 * refused with a sentence. The caller owns the tensors.
 */
export const decodeSafetensors = (
  file: Uint8Array,
): E.Either<{ readonly reason: string }, { readonly tensors: Tensors }> => {
  const bytes = Buffer.from(file.buffer, file.byteOffset, file.byteLength)
  if (bytes.length < 8) return wrong(`it has ${bytes.length} bytes, too few for a header`)
  const length = Number(bytes.readBigUInt64LE(0))
  if (length > bytes.length - 8) return wrong(`its header has ${length} bytes, the file ${bytes.length}`)
  let parsed: unknown
  try {
    parsed = JSON.parse(bytes.toString('utf8', 8, 8 + length))
  } catch {
    return wrong('its header is not JSON')
  }
  const decoded = decode(header)(parsed)
  if (E.isLeft(decoded)) return wrong(`its header is wrong: ${decoded.left.map(render).join('; ')}`)
  const values = bytes.subarray(8 + length)
  const entries = Object.entries(decoded.right).sort(([, a], [, b]) => a.data_offsets[0]! - b.data_offsets[0]!)
  let claimed = 0
  for (const [
    name,
    {
      shape,
      data_offsets: [begin, end],
    },
  ] of entries) {
    const size = 4 * shape.reduce((a, b) => a * b, 1)
    if (begin !== claimed || end! - begin! !== size) {
      return wrong(`the values of ${name} stand at ${begin} to ${end}, expected ${claimed} to ${claimed + size}`)
    }
    claimed = end!
  }
  if (claimed !== values.length) return wrong(`its tensors take ${claimed} bytes, the file holds ${values.length}`)
  const tensors = entries.map(
    ([
      name,
      {
        dtype,
        shape,
        data_offsets: [begin, end],
      },
    ]) => {
      // A copy starts at an address that typed arrays accept.
      const { buffer } = Uint8Array.from(values.subarray(begin, end))
      return dtype === 'F32'
        ? [name, tensor(new Float32Array(buffer), [...shape], 'float32')]
        : [name, tensor(new Int32Array(buffer), [...shape], 'int32')]
    },
  )
  return E.right({ tensors: Object.fromEntries(tensors) })
}
