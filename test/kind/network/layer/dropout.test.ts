import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { dropMask } from '../../../../src/kind/network/layer/dropMask.ts'
import { dropout } from '../../../../src/kind/network/layer/dropout.ts'
import { fold, keyOf } from '../../../../src/prelude/key.ts'
import { layerRun } from '../../../support/layerRun.ts'
import { useBackend } from '../../../support/useBackend.ts'

describe('dropout', () => {
  beforeAll(() => useBackend('cpu'))

  const noisy = (seed: number) => layerRun({}, { normalization: 'batch', noise: keyOf(seed) })

  test('multiplies every value by the mask of its name and key', () => {
    const x = tf.tensor2d([
      [1, 2, 3],
      [4, 5, 6],
    ])
    const mask = dropMask(fold(keyOf(3), 'head'), 6, 0.5)
    const dropped = dropout('head', 0.5).apply(noisy(3), x)
    expect(dropped.shape).toEqual([2, 3])
    expect([...dropped.dataSync()]).toEqual([1, 2, 3, 4, 5, 6].map((value, i) => value * mask[i]!))
    // The mask holds 0 and 1 / (1 - 0.5) = 2.
    expect(new Set(dropMask(fold(keyOf(3), 'head'), 100, 0.5))).toEqual(new Set([0, 2]))
  })

  test('draws other values for another name or key', () => {
    const ones = tf.ones([200])
    const drawn = (name: string, seed: number) => dropout(name, 0.5).apply(noisy(seed), ones).dataSync().join()
    expect(drawn('a', 1)).toBe(drawn('a', 1))
    expect(new Set([drawn('a', 1), drawn('b', 1), drawn('a', 2)]).size).toBe(3)
  })

  test('returns its input without noise and at rate 0', () => {
    const x = tf.ones([4])
    expect(dropout('a', 0.5).apply(layerRun({}), x)).toBe(x)
    expect(dropout('a', 0).apply(noisy(1), x)).toBe(x)
  })
})
