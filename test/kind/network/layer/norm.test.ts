import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { norm } from '../../../../src/kind/network/layer/norm.ts'
import { layerRun } from '../../../support/layerRun.ts'
import { useBackend } from '../../../support/useBackend.ts'

const numbers = (tensor: tf.Tensor | undefined): readonly number[] =>
  Array.from(tensor!.dataSync(), (value) => Number(value.toFixed(5)))

describe('norm', () => {
  beforeAll(() => useBackend('cpu'))

  const layer = norm('n', 1, { momentum: 0.9, epsilon: 1, activation: 'relu' })
  const variables = () => ({
    'n/scale': tf.tensor1d([4]),
    'n/offset': tf.tensor1d([1]),
    'n/mean': tf.tensor1d([10]),
    'n/variance': tf.tensor1d([8]),
  })
  // Mean 4; the squared distances 9 + 1 + 1 + 1 add up to 12: variance 12 / 4 = 3, unbiased 12 / 3 = 4.
  const images = () => tf.tensor4d([1, 5, 5, 5], [1, 2, 2, 1])

  test('in a batch pass normalizes by the batch and moves the statistics', () => {
    const run = layerRun(variables())
    // 4 (1 - 4) / sqrt(3 + 1) + 1 = -5, which the relu cuts; 4 (5 - 4) / 2 + 1 = 3.
    expect(numbers(layer.apply(run, images()))).toEqual([0, 3, 3, 3])
    // 0.9 x 10 + 0.1 x 4 = 9.4; 0.9 x 8 + 0.1 x 4 = 7.6, with the unbiased variance.
    expect(numbers(run.moved['n/mean'])).toEqual([9.4])
    expect(numbers(run.moved['n/variance'])).toEqual([7.6])
  })

  test('takes the variance of a single value as it is', () => {
    const run = layerRun(variables())
    layer.apply(run, tf.tensor4d([5], [1, 1, 1, 1]))
    // 0.9 x 8 + 0.1 x 0
    expect(numbers(run.moved['n/variance'])).toEqual([7.2])
  })

  test.each([
    ['in a running pass', { normalization: 'running', noise: null }],
    ['where it is frozen', { normalization: 'batch', noise: null, isFrozen: (name: string) => name === 'n/mean' }],
  ] as const)('%s normalizes by the moving statistics and leaves them', (_name, mode) => {
    const run = layerRun(variables(), mode)
    // 4 (1 - 10) / sqrt(8 + 1) + 1 = -11 and 4 (5 - 10) / 3 + 1 = -5.67 are cut; 4 (13 - 10) / 3 + 1 = 5.
    expect(numbers(layer.apply(run, tf.tensor4d([1, 5, 13, 13], [1, 2, 2, 1])))).toEqual([0, 0, 5, 5])
    expect(run.moved).toEqual({})
  })

  test('as factor and bias: 4 / sqrt(8 + 1) and 1 - 10 x 4 / 3', () => {
    const { factor, bias, activation } = layer.given(layerRun(variables()))
    expect(numbers(factor)).toEqual([1.33333])
    expect(numbers(bias)).toEqual([-12.33333])
    expect(activation).toBe('relu')
  })

  test('declares scale 1, offset 0, mean 0 and variance 1', () => {
    const { parameters, statistics } = norm('n', 3, { momentum: 0.9, epsilon: 1, activation: 'none' }).declared
    const key = { hi: 0, lo: 0 }
    expect([...parameters['n/scale']!.values(key, 3)]).toEqual([1, 1, 1])
    expect([...parameters['n/offset']!.values(key, 3)]).toEqual([0, 0, 0])
    expect(Object.values(parameters).map(({ kind, shape }) => [kind, shape])).toEqual([
      ['scale', [3]],
      ['offset', [3]],
    ])
    expect(statistics).toEqual({
      'n/mean': { shape: [3], initial: 0 },
      'n/variance': { shape: [3], initial: 1 },
    })
  })
})
