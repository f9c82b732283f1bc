import * as tf from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { normAsAffine } from '../../../src/tensor/operation/normAsAffine.ts'
import { useBackend } from '../../support/useBackend.ts'

describe('normAsAffine', () => {
  beforeAll(() => useBackend('cpu'))

  const normOf = (scale: number[], offset: number[], mean: number[], variance: number[]) => ({
    scale: tf.tensor1d(scale),
    offset: tf.tensor1d(offset),
    mean: tf.tensor1d(mean),
    variance: tf.tensor1d(variance),
  })

  test('gives scale / sqrt(variance + epsilon) and offset - mean factor', () => {
    // 4 / sqrt(3 + 1) = 2 and 5 - 2 x 2 = 1; -3 / sqrt(8 + 1) = -1 and 0 - 7 x -1 = 7.
    const { factor, bias } = normAsAffine(normOf([4, -3], [5, 0], [2, 7], [3, 8]), 1)
    expect([...factor.dataSync()]).toEqual([2, -1])
    expect([...bias.dataSync()]).toEqual([1, 7])
  })

  test('refuses a tensor of another number of channels', () => {
    expect(() => normAsAffine(normOf([1, 1], [0], [0, 0], [1, 1]), 1)).toThrow(
      'Expected [channels 2] at normAsAffine offset, received [1]',
    )
  })

  test('law: factor x + bias is the norm of x', () => {
    const number = fc.double({ min: -3, max: 3, noNaN: true })
    fc.assert(
      fc.property(number, number, number, fc.double({ min: 0.1, max: 9, noNaN: true }), number, (s, o, m, v, x) =>
        tf.tidy(() => {
          const { factor, bias } = normAsAffine(normOf([s], [o], [m], [v]), 1e-3)
          const folded = factor.dataSync()[0]! * x + bias.dataSync()[0]!
          return Math.abs(folded - ((s * (x - m)) / Math.sqrt(v + 1e-3) + o)) < 1e-4
        }),
      ),
      { seed: 52 },
    )
  })
})
