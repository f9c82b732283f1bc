import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type OneDnnHandle, openOneDnn } from '../../../../src/backend/onednn/index.ts'
import { batchNormWith } from '../../../../src/tensor/operation/batchNormWith.ts'
import { greatestDifference, noise, openForTests, run, valuesOn } from '../compare.ts'

const slopes = [
  [1, 'none'],
  [0.1, { slope: 0.1 }],
  [0, 'relu'],
] as const

/**
 * The difference between oneDNN and the cpu backend for the norm of an image in the form that a convolution
 * left.
 */
const compared = async (shape: readonly number[], index: number): Promise<number> => {
  const channels = shape[3]!
  const compute = () => {
    const x = tf.conv2d(noise(shape, 1) as tf.Tensor4D, noise([3, 3, channels, channels], 2) as tf.Tensor4D, 1, 'same')
    const statistics = { mean: noise([channels], 3), variance: tf.add(tf.abs(noise([channels], 4)), 0.5) }
    const setting = { epsilon: 1e-3, activation: slopes[index]![1] }
    return batchNormWith(x, statistics, noise([channels], 5), noise([channels], 6), setting)
  }
  return greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute))
}

describe('Affine', () => {
  let handle: OneDnnHandle
  beforeAll(() => {
    handle = openForTests()
  })
  afterAll(() => handle.unregister())

  test.each(slopes.map(([slope]) => slope))('2 x + 1 of -1 and 1 by hand, with slope %d below 0', async (slope) => {
    const compute = () =>
      run(
        'Affine',
        { x: tf.tensor4d([-1, 1], [1, 2, 1, 1]), factor: tf.tensor1d([2]), bias: tf.tensor1d([1]) },
        { slope },
      )
    expect(await valuesOn('onednn', compute)).toEqual([[slope === 0 ? 0 : Math.fround(-slope), 3]])
  })

  test('law: equals the norm with fixed statistics and its activation, over shapes', () =>
    fc.assert(
      fc.asyncProperty(
        fc.tuple(...[3, 7, 7].map((max) => fc.integer({ min: 1, max })), fc.constantFrom(1, 3, 16, 35, 48)),
        fc.integer({ min: 0, max: 2 }),
        async (shape, index) => (await compared(shape, index)) < 1e-5,
      ),
      { seed: 72, numRuns: 40 },
    ))

  test.each([0, 1, 2])('law: the same for an image in blocks, as Winograd leaves it', async (index) => {
    expect(await compared([2, 18, 17, 64], index)).toBeLessThan(1e-4)
    expect(handle.statistics().fallbacks).toEqual({})
  })

  test('takes an empty batch, as any norm does', async () => {
    const [one, zero] = [[1], [0]].map((values) => tf.tensor1d(values)) as [tf.Tensor1D, tf.Tensor1D]
    await tf.setBackend('onednn')
    const setting = { epsilon: 0, activation: 'relu' } as const
    const y = batchNormWith(tf.zeros([0, 2, 2, 1]), { mean: zero, variance: one }, one, zero, setting)
    expect(y.shape).toEqual([0, 2, 2, 1])
  })
})

describe.runIf(openOneDnn({ precision: 'bfloat16' })._tag === 'Right')('Affine in bfloat16', () => {
  beforeAll(() => void openForTests('bfloat16'))

  test.each([0, 1, 2])('agrees with float32 to a few roundings', async (index) => {
    for (const channels of [3, 32]) expect(await compared([2, 9, 8, channels], index)).toBeLessThan(6 * 2 ** -9)
  })
})
