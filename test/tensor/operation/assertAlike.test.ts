import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { assertAlike } from '../../../src/tensor/operation/assertAlike.ts'
import { useBackend } from '../../support/useBackend.ts'

describe('assertAlike', () => {
  beforeAll(() => useBackend('cpu'))

  test('accepts equal shapes, further names, and records without tensors', () => {
    const w = tf.ones([2, 3])
    expect(() => assertAlike({ w }, { gradients: { w: tf.zeros([2, 3]), more: tf.scalar(1) } })).not.toThrow()
    expect(() => assertAlike({}, { gradients: {} })).not.toThrow()
    expect(() => assertAlike({ w }, {})).not.toThrow()
  })

  test.each([
    ['another size', [2, 4], '[2, 4]'],
    ['a shape that would broadcast', [1, 3], '[1, 3]'],
    ['another rank of the same size', [6], '[6]'],
    ['a scalar', [], '[]'],
  ])('refuses %s', (_name, shape, received) => {
    expect(() => assertAlike({ w: tf.ones([2, 3]) }, { first: { w: tf.ones(shape) } })).toThrow(
      `Expected [2, 3] at first w, received ${received}`,
    )
  })

  test('names the record that lacks a tensor', () => {
    const w = tf.ones([1])
    expect(() => assertAlike({ w }, { first: { w }, second: {} })).toThrow(
      'Expected a tensor at second w, received none',
    )
  })
})
