import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { conv } from '../../../../src/kind/network/layer/conv.ts'
import { keyOf } from '../../../../src/prelude/key.ts'
import { layerRun } from '../../../support/layerRun.ts'
import { useBackend } from '../../../support/useBackend.ts'

describe('conv', () => {
  beforeAll(() => useBackend('cpu'))

  const counting = () => tf.tensor4d([1, 2, 3, 4, 5, 6, 7, 8, 9], [1, 3, 3, 1])
  const ones = () => ({ 'c/kernel': tf.ones([3, 3, 1, 1]) })

  test('adds up each neighborhood, with zeros beyond the edge', () => {
    const sums = conv('c', { from: 1, to: 1, kernel: 3 }).apply(layerRun(ones()), counting())
    // The corner sees 1 + 2 + 4 + 5 = 12, the center all of 1 to 9, 45.
    expect([...sums.dataSync()]).toEqual([12, 21, 16, 27, 45, 33, 24, 39, 28])
  })

  test('halves the size, rounded up, at stride 2', () => {
    const layer = conv('c', { from: 1, to: 1, kernel: 3, stride: 2 })
    expect([...layer.apply(layerRun(ones()), counting()).dataSync()]).toEqual([12, 16, 24, 28])
    expect(layer.apply(layerRun(ones()), tf.ones([1, 4, 6, 1])).shape).toEqual([1, 2, 3, 1])
  })

  test('applies a factor, a bias and an activation in the same pass', () => {
    const after = {
      factor: tf.tensor1d([2]),
      bias: tf.tensor1d([-40]),
      activation: 'leakyrelu' as const,
      leakyreluAlpha: 0.5,
    }
    const values = conv('c', { from: 1, to: 1, kernel: 3, stride: 2 }).applyWith(layerRun(ones()), counting(), after)
    // 2 x 12 - 40 = -16, halved; 2 x 16 - 40 = -8, halved; 2 x 24 - 40 = 8; 2 x 28 - 40 = 16.
    expect([...values.dataSync()]).toEqual([-8, -4, 8, 16])
  })

  test('declares one kernel, drawn with variance 2 / (kernel^2 to)', () => {
    const { parameters, statistics } = conv('c', { from: 3, to: 8, kernel: 5 }).declared
    expect(Object.keys(parameters)).toEqual(['c/kernel'])
    expect([parameters['c/kernel']!.shape, parameters['c/kernel']!.kind]).toEqual([[5, 5, 3, 8], 'kernel'])
    expect(statistics).toEqual({})
    const values = parameters['c/kernel']!.values(keyOf(1), 20_000)
    const variance = values.reduce((sum, value) => sum + value * value, 0) / values.length
    // 2 / (25 x 8) = 0.01; the variance of 20,000 draws deviates by sqrt(2 / 20,000) = 1 %.
    expect(Math.abs(variance / 0.01 - 1)).toBeLessThan(0.04)
  })
})
