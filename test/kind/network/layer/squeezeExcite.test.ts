import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { squeezeExcite } from '../../../../src/kind/network/layer/squeezeExcite.ts'
import { layerRun } from '../../../support/layerRun.ts'
import { useBackend } from '../../../support/useBackend.ts'

describe('squeezeExcite', () => {
  beforeAll(() => useBackend('cpu'))

  const layer = squeezeExcite('se', 2, 1)

  test('scales each channel by sigmoid(W2 swish(W1 mean))', () => {
    const run = layerRun({
      'se/squeeze/kernel': tf.tensor2d([[1], [1]]),
      'se/squeeze/bias': tf.tensor1d([-5]),
      'se/excite/kernel': tf.tensor2d([[1, -1]]),
      'se/excite/bias': tf.tensor1d([0, 0]),
    })
    // The means are (1 + 3) / 2 = 2 and (4 + 6) / 2 = 5, squeezed to 2 + 5 - 5 = 2.
    // swish(2) = 2 / (1 + e^-2) = 1.76159.
    // sigmoid(1.76159) = 0.85341 for channel 0, sigmoid(-1.76159) = 0.14659 for channel 1.
    const scaled = layer.apply(run, tf.tensor4d([1, 4, 3, 6], [1, 1, 2, 2])).dataSync()
    const expected = [0.85341, 4 * 0.14659, 3 * 0.85341, 6 * 0.14659]
    expect(scaled).toHaveLength(4)
    expected.forEach((value, i) => {
      expect(scaled[i]).toBeCloseTo(value, 4)
    })
  })

  test('looks at each image by itself', () => {
    const run = layerRun({
      'se/squeeze/kernel': tf.tensor2d([[1], [0]]),
      'se/squeeze/bias': tf.tensor1d([0]),
      'se/excite/kernel': tf.tensor2d([[100, -100]]),
      'se/excite/bias': tf.tensor1d([0, 0]),
    })
    const images = tf.tensor4d([1, 7, 0, 7], [2, 1, 1, 2])
    // Image 0: swish(1) x 100 = 73, so the factors are 1 and 0. Image 1: swish(0) = 0, both factors 1 / 2.
    expect(Array.from(layer.apply(run, images).dataSync(), (value) => Number(value.toFixed(4)))).toEqual([1, 0, 0, 3.5])
  })

  test('declares two dense layers, narrow between', () => {
    const shapes = Object.entries(squeezeExcite('se', 8, 2).declared.parameters).map(([name, { shape }]) => [
      name,
      shape,
    ])
    expect(shapes).toEqual([
      ['se/squeeze/kernel', [8, 2]],
      ['se/squeeze/bias', [2]],
      ['se/excite/kernel', [2, 8]],
      ['se/excite/bias', [8]],
    ])
  })
})
