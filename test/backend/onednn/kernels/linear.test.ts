import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { greatestDifference, noise, openForTests, outputs, run, valuesOn } from '../compare.ts'

beforeAll(() => void openForTests())

describe('Linear', () => {
  test('is [1, 2] times the columns (3, 5) and (4, 6) plus (10, 20): [1*3 + 2*5 + 10, 1*4 + 2*6 + 20]', async () => {
    const [y] = await valuesOn('onednn', () =>
      run('Linear', {
        x: tf.tensor2d([1, 2], [1, 2]),
        weights: tf.tensor2d([3, 4, 5, 6], [2, 2]),
        offset: tf.tensor1d([10, 20]),
      }),
    )
    expect(y).toEqual([23, 36])
  })

  test('and its gradients agree with the composition, in loops and in calls of the library', async () => {
    const extent = fc.integer({ min: 1, max: 33 })
    await fc.assert(
      fc.asyncProperty(extent, extent, extent, async (rows, from, to) => {
        const random = () =>
          [noise([rows, from], 1), noise([from, to], 2), noise([to], 3), noise([rows, to], 4)] as const
        const ours = await valuesOn('onednn', () => {
          const [x, weights, offset, dy] = random()
          return [run('Linear', { x, weights, offset }), ...outputs('LinearGrad', { dy, x, weights })]
        })
        const theirs = await valuesOn('cpu', () => {
          const [x, weights, offset, dy] = random()
          const y = tf.add(tf.matMul(x, weights), offset)
          return [y, tf.matMul(dy, weights, false, true), tf.matMul(x, dy, true, false), tf.sum(dy, 0)]
        })
        return greatestDifference(ours, theirs) < 1e-5
      }),
      { seed: 70, numRuns: 60 },
    )
  })

  test('refuses extents that do not match', async () => {
    await tf.setBackend('onednn')
    const inputs = { x: tf.ones([2, 3]), weights: tf.ones([4, 5]), offset: tf.ones([5]) }
    expect(() => run('Linear', inputs)).toThrow(
      'Expected Linear on float32 tensors without empty extents, received others.',
    )
  })
})
