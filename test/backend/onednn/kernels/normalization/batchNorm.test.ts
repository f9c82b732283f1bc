import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, test } from 'vitest'
import { greatestDifference, noise, openForTests, valuesOn } from '../../compare.ts'

beforeAll(() => void openForTests())

describe('FusedBatchNorm', () => {
  test('agrees with the CPU backend over shapes, with and without scale and offset', () =>
    fc.assert(
      fc.asyncProperty(
        fc.tuple(
          fc.integer({ min: 1, max: 3 }),
          fc.integer({ min: 1, max: 7 }),
          fc.integer({ min: 1, max: 7 }),
          fc.integer({ min: 1, max: 35 }),
        ),
        fc.boolean(),
        fc.boolean(),
        async (shape, scaled, moved) => {
          const channels = [shape[3]]
          const compute = () =>
            tf.batchNorm(
              noise(shape, 1) as tf.Tensor4D,
              noise(channels, 2) as tf.Tensor1D,
              tf.add(tf.abs(noise(channels, 3)), 0.1) as tf.Tensor1D,
              moved ? (noise(channels, 4) as tf.Tensor1D) : undefined,
              scaled ? (noise(channels, 5) as tf.Tensor1D) : undefined,
              1e-3,
            )
          return greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute)) < 1e-5
        },
      ),
      { seed: 54, numRuns: 40 },
    ))
})
