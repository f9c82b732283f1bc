import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { encodeSafetensors } from '../../../src/tensor/safetensors.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

describe('encodeSafetensors', () => {
  test('writes length, header and numbers', () => {
    const bytes = Buffer.from(encodeSafetensors({ w: tf.tensor1d([1, -2]) }))
    const header = '{"w":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'
    // 54 bytes of JSON are padded to 56 = 0x38; 1 is 3f800000 and -2 is c0000000, least byte first.
    expect(header).toHaveLength(54)
    expect(bytes.subarray(0, 8).toString('hex')).toBe('3800000000000000')
    expect(bytes.subarray(8, 64).toString()).toBe(`${header}  `)
    expect(bytes.subarray(64).toString('hex')).toBe('0000803f000000c0')
  })

  test('writes an empty record as an empty header', () => {
    expect(Buffer.from(encodeSafetensors({})).toString('hex')).toBe(
      `0800000000000000${Buffer.from('{}      ').toString('hex')}`,
    )
  })

  test('gives the same bytes for every order of the record', () => {
    const a = tf.tensor1d([1, 2])
    const b = tf.tensor1d([3], 'int32')
    const ten = tf.scalar(4)
    expect(encodeSafetensors({ b, 10: ten, a })).toEqual(encodeSafetensors({ a, b, 10: ten }))
  })

  test('refuses what it cannot store', () => {
    expect(() => encodeSafetensors({ mask: tf.tensor1d([true], 'bool') })).toThrow(
      'Expected float32 or int32 at tensor "mask", received bool',
    )
    expect(() => encodeSafetensors({ __metadata__: tf.scalar(1) })).toThrow(
      'Expected a tensor name, received "__metadata__"',
    )
  })

  test('creates no tensor and disposes none', () => {
    const w = tf.ones([3, 3])
    const before = tf.memory().numTensors
    encodeSafetensors({ w })
    expect(tf.memory().numTensors).toBe(before)
    expect(w.isDisposed).toBe(false)
  })
})
