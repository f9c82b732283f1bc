// Covers src/backend/onednn/kernels/reduction/middleAxis.ts, src/backend/onednn/kernels/reduction/sum.ts.
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { greatestDifference, noise, openForTests, valuesOn } from '../../compare.ts'

beforeAll(() => void openForTests())

const agrees = async (compute: () => tf.Tensor | tf.Tensor[], tolerance = 1e-5): Promise<boolean> =>
  greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute)) < tolerance

describe('Sum, Mean and Max', () => {
  test('agree with the CPU backend over any axes of any shape', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        fc.boolean(),
        (shape, chosen, keepDims) => {
          const axes = shape.map((_, i) => i).filter((i) => chosen[i])
          return agrees(() => {
            const x = noise(shape, 1)
            return [tf.sum(x, axes, keepDims), tf.mean(x, axes, keepDims), tf.max(x, axes, keepDims)]
          })
        },
      ),
      { seed: 25, numRuns: 120 },
    ))

  test.each([
    [
      [64, 16, 16, 24],
      [0, 1, 2],
    ],
    [
      [64, 16, 16, 24],
      [1, 2],
    ],
    [[64, 16, 16, 24], [3]],
    [
      [64, 16, 16, 24],
      [0, 3],
    ],
    [[30_000, 3], [0]],
    [[3, 30_000], [1]],
    [[70_001], [0]],
  ])('agree with the CPU backend for large tensors: %j over %j', async (shape, axes) => {
    const ok = await agrees(() => {
      const x = tf.add(noise(shape, 1), 1)
      return [tf.sum(x, axes), tf.mean(x, axes), tf.max(x, axes)]
    })
    expect(ok).toBe(true)
  })

  test('keeps NaN in a maximum, as the CPU backend does', async () => {
    const compute = () => tf.max(tf.tensor2d([1, Number.NaN, 3, 4], [2, 2]), 1)
    expect(await valuesOn('onednn', compute)).toEqual(await valuesOn('cpu', compute))
  })
})
