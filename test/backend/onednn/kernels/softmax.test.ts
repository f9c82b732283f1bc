import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { greatestDifference, noise, openForTests, valuesOn } from '../compare.ts'

beforeAll(() => void openForTests())

const agrees = async (compute: () => tf.Tensor | tf.Tensor[], tolerance = 1e-5): Promise<boolean> =>
  greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute)) < tolerance

describe('Softmax and LogSoftmax', () => {
  test.each([
    [1, 1],
    [5, 7],
    [300, 10],
    [64, 1000],
  ])('agree with the CPU backend on [%i, %i]', async (rows, columns) => {
    const ok = await agrees(() => {
      const x = tf.mul(noise([rows, columns], 1), 10)
      return [tf.softmax(x), tf.logSoftmax(x)]
    })
    expect(ok).toBe(true)
  })

  test('stay finite for logits of 1000, in a loop and in a primitive', async () => {
    for (const rows of [2, 2000]) {
      const [logs] = await valuesOn('onednn', () => tf.logSoftmax(tf.tile(tf.tensor2d([1000, 0], [1, 2]), [rows, 1])))
      expect(logs!.slice(-2)).toEqual([0, -1000])
    }
  })
})
