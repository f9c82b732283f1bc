// Covers src/tensor/safetensors.ts, src/tensor/safetensors/dtype.ts, src/tensor/safetensors/readHeader.ts.
import { readFileSync } from 'node:fs'
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { disposeTensors } from '../../../src/tensor/ownership.ts'
import { decodeSafetensors, encodeSafetensors } from '../../../src/tensor/safetensors.ts'
import type { Tensors } from '../../../src/tensor/tensors.ts'
import { computing } from '../../support/computing.ts'
import { useBackend } from '../../support/useBackend.ts'

interface Reference {
  readonly file: string
  readonly tensors: Readonly<
    Record<string, { readonly shape: number[]; readonly dtype: string; readonly bits: string }>
  >
}

// Written by fixtures/reference/safetensors.py with struct and numpy. The file names their versions.
const reference: Reference = JSON.parse(readFileSync('fixtures/reference/safetensors.json', 'utf8'))

const tensorsOf = (bytes: Uint8Array): Tensors => {
  const decoded = decodeSafetensors(bytes)
  if (E.isLeft(decoded)) throw new Error(decoded.left.reason)
  return decoded.right.tensors
}

const reasonOf = (bytes: Uint8Array): string => {
  const decoded = decodeSafetensors(bytes)
  if (E.isRight(decoded)) throw new Error('Expected a reason, received tensors')
  return decoded.left.reason
}

const bitsOf = (tensor: tf.Tensor): string => {
  const numbers = tensor.dataSync()
  return Buffer.from(numbers.buffer, numbers.byteOffset, numbers.byteLength).toString('hex')
}

const described = (tensors: Tensors) =>
  Object.fromEntries(
    Object.entries(tensors).map(([name, t]) => [name, { shape: t.shape, dtype: t.dtype, bits: bitsOf(t) }]),
  )

const fileOf = (header: string, data: number): Uint8Array => {
  const length = Buffer.alloc(8)
  length.writeBigUInt64LE(BigInt(Buffer.byteLength(header)))
  return Buffer.concat([length, Buffer.from(header), Buffer.alloc(data)])
}

const fileWith = (entries: Readonly<Record<string, unknown>>, data: number): Uint8Array =>
  fileOf(JSON.stringify(entries), data)

const vector = (begin: number, end: number) => ({
  dtype: 'F32',
  shape: [(end - begin) / 4],
  data_offsets: [begin, end],
})

describe.each(computing)('decodeSafetensors, $name', ({ start }) => {
  beforeAll(start)

  test('reads a file that numpy laid out, bit by bit, and writes the same file', () => {
    const file = Buffer.from(reference.file, 'hex')
    const tensors = tensorsOf(file)
    expect(described(tensors)).toEqual(reference.tensors)
    expect(Buffer.from(encodeSafetensors(tensors)).toString('hex')).toBe(reference.file)
    disposeTensors(tensors)
  })

  test('keeps the bits of NaN', () => {
    const payload = new Float32Array(new Uint32Array([0x7fc12345, 0xffc00001]).buffer)
    const tensors = tensorsOf(encodeSafetensors({ x: tf.tensor1d(payload) }))
    expect(bitsOf(tensors['x']!)).toBe('4523c17f0100c0ff')
  })
})

describe('decodeSafetensors', () => {
  beforeAll(() => useBackend('cpu'))

  test('accepts tensors in any order of the header, and ignores metadata', () => {
    const file = fileWith({ __metadata__: { format: 'pt' }, b: vector(8, 12), a: vector(0, 8) }, 12)
    expect(Object.keys(tensorsOf(file)).sort()).toEqual(['a', 'b'])
  })

  test('reads from the middle of a larger buffer, at any alignment', () => {
    const bytes = encodeSafetensors({ x: tf.tensor1d([1, 2, 3]) })
    const larger = new Uint8Array(bytes.length + 7)
    larger.set(bytes, 3)
    expect([...tensorsOf(larger.subarray(3, 3 + bytes.length))['x']!.dataSync()]).toEqual([1, 2, 3])
  })

  test('shares no memory with the bytes, a Node Buffer included', () => {
    const bytes = Buffer.from(encodeSafetensors({ x: tf.tensor1d([1, 2, 3]) }))
    const { x } = tensorsOf(bytes)
    bytes.fill(0)
    expect([...x!.dataSync()]).toEqual([1, 2, 3])
  })

  test('creates exactly the tensors of the file, and none of a file that it refuses', () => {
    const before = tf.memory().numTensors
    const tensors = tensorsOf(Buffer.from(reference.file, 'hex'))
    expect(tf.memory().numTensors - before).toBe(6)
    disposeTensors(tensors)
    reasonOf(Buffer.from(reference.file, 'hex').subarray(0, -1))
    expect(tf.memory().numTensors).toBe(before)
  })

  test.each<[string, Uint8Array, string]>([
    ['no bytes', new Uint8Array(0), "The file has 0 bytes, fewer than the 8 of the header's length"],
    ['a cut header', fileOf('{}', 0).subarray(0, 9), 'The file is cut off: its header takes 2 bytes, 1 are there'],
    [
      'a huge header',
      new Uint8Array(8).fill(255),
      'The file is cut off: its header takes 18446744073709551615 bytes, 0 are there',
    ],
    ['a list', fileOf('[]', 0), 'The header is not a JSON record'],
    ['metadata of numbers', fileWith({ __metadata__: { step: 1 } }, 0), 'The metadata are not a record of texts'],
    ['a number for a tensor', fileWith({ w: 1 }, 0), 'The tensor "w" is described by 1, not by a record'],
    [
      'an unknown key',
      fileWith({ w: { ...vector(0, 4), strides: [1] } }, 4),
      'The tensor "w" has the unknown key "strides"',
    ],
    [
      'another dtype',
      fileWith({ w: { ...vector(0, 4), dtype: 'F16' } }, 4),
      'The tensor "w" has the dtype "F16", neither "F32" nor "I32"',
    ],
    [
      'a negative size',
      fileWith({ w: { ...vector(0, 4), shape: [-1] } }, 4),
      'The tensor "w" has the shape [-1], not a list of sizes',
    ],
    [
      'a broken size',
      fileWith({ w: { ...vector(0, 4), shape: [1.5] } }, 4),
      'The tensor "w" has the shape [1.5], not a list of sizes',
    ],
    [
      'no shape',
      fileWith({ w: { dtype: 'F32', data_offsets: [0, 4] } }, 4),
      'The tensor "w" has the shape undefined, not a list of sizes',
    ],
    [
      'one offset',
      fileWith({ w: { ...vector(0, 4), data_offsets: [0] } }, 4),
      'The tensor "w" has the offsets [0], not a begin and an end',
    ],
    [
      'a shape that does not fit',
      fileWith({ w: { ...vector(0, 4), shape: [2, 3] } }, 4),
      'The tensor "w" of shape [2, 3] takes 24 bytes, its offsets give 4',
    ],
    ['an overlap', fileWith({ a: vector(0, 8), b: vector(4, 12) }, 12), 'The tensor "b" overlaps the one before it'],
    ['a hole', fileWith({ a: vector(0, 4), b: vector(8, 12) }, 12), 'No tensor owns the 4 bytes before "b"'],
    ['cut numbers', fileWith({ a: vector(0, 8) }, 7), 'The file is cut off: its tensors end at byte 70, it has 69'],
    ['bytes left over', fileWith({ a: vector(0, 8) }, 11), 'No tensor owns the last 3 bytes'],
  ])('refuses %s', (_, bytes, reason) => {
    expect(reasonOf(bytes)).toBe(reason)
  })

  test('refuses a header that is not JSON, or not text', () => {
    expect(reasonOf(fileOf('{"w":', 0))).toMatch(/^The header is not JSON: /)
    expect(reasonOf(Buffer.concat([Buffer.from([2, 0, 0, 0, 0, 0, 0, 0]), Buffer.from([0xff, 0xfe])]))).toMatch(
      /^The header is not JSON: /,
    )
  })
})

describe('laws', () => {
  beforeAll(() => useBackend('cpu'))

  const floats = fc
    .tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 3 }), fc.integer())
    .map(([rows, columns, seed]) =>
      tf.tensor2d(
        Float32Array.from({ length: rows * columns }, (_, i) => Math.sin(seed + i)),
        [rows, columns],
      ),
    )
  const integers = fc
    .array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }), { maxLength: 5 })
    .map((values) => tf.tensor1d(values, 'int32'))
  const records = fc.dictionary(
    fc.string({ unit: 'binary' }).filter((name) => name !== '__metadata__'),
    fc.oneof(floats, integers),
    { maxKeys: 5 },
  )

  test('decoding undoes encoding', () => {
    fc.assert(
      fc.property(records, (tensors) => {
        const back = described(tensorsOf(encodeSafetensors(tensors)))
        const expected = described(tensors)
        return JSON.stringify(Object.entries(back).sort()) === JSON.stringify(Object.entries(expected).sort())
      }),
      { seed: 1, numRuns: 200 },
    )
  })

  test('refuses every proper beginning of a file', () => {
    const file = Buffer.from(reference.file, 'hex')
    fc.assert(
      fc.property(fc.integer({ min: 0, max: file.length - 1 }), (length) =>
        E.isLeft(decodeSafetensors(file.subarray(0, length))),
      ),
      { seed: 2, numRuns: 400 },
    )
  })

  test('never throws, whichever byte of the header changes', () => {
    const file = Buffer.from(reference.file, 'hex')
    const header = Number(file.readBigUInt64LE(0))
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 7 + header }), fc.integer({ min: 0, max: 255 }), (at, byte) => {
        const broken = Buffer.from(file)
        broken[at] = byte
        const decoded = decodeSafetensors(broken)
        if (E.isRight(decoded)) disposeTensors(decoded.right.tensors)
        return E.isLeft(decoded) || Object.keys(decoded.right.tensors).length === 6
      }),
      { seed: 3, numRuns: 500 },
    )
  })
})
