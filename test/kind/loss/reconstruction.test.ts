import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { reconstruction } from '../../../src/kind/loss/reconstruction.ts'
import { useBackend } from '../../support/useBackend.ts'

const perExample = reconstruction.perExample({})

/** Images of one row and one channel. */
const loss = (logits: number[][], values: number[][]): number[] =>
  tf.tidy(() => {
    const rows = tf.tensor2d(values)
    const target = tf.reshape(rows, [rows.shape[0], 1, rows.shape[1], 1]) as tf.Tensor4D
    return [...perExample({ logits: tf.tensor2d(logits), target }).dataSync()]
  })

describe('reconstruction', () => {
  beforeAll(() => useBackend('cpu'))

  test('is log 2 for each value of an undecided output, whatever the image', () => {
    for (const value of loss([[0, 0, 0]], [[-1, 0.5, 1]])) expect(value).toBeCloseTo(3 * Math.log(2), 6)
  })

  test('takes -1 for black, which is 0, and 1 for white', () => {
    // s(log 3) = 3/4: white costs log 4/3, black log 4
    const [white, black] = loss([[Math.log(3)], [Math.log(3)]], [[1], [-1]])
    expect(white).toBeCloseTo(Math.log(4 / 3), 6)
    expect(black).toBeCloseTo(Math.log(4), 6)
  })

  test('is least where the output says the gray of the image, there its entropy', () => {
    // 0.5 is 3/4 of the way to white
    const [low, least, high] = loss([[Math.log(3) - 0.1], [Math.log(3)], [Math.log(3) + 0.1]], [[0.5], [0.5], [0.5]])
    expect(least).toBeCloseTo(0.75 * Math.log(4 / 3) + 0.25 * Math.log(4), 6)
    expect(Math.min(low!, high!)).toBeGreaterThan(least!)
  })

  test('reads the values of an image by rows, then columns, then channels', () => {
    tf.tidy(() => {
      const target = tf.tensor4d([1, -1, -1, 1, 1, 1, -1, -1], [1, 2, 2, 2])
      const logits = tf.tensor2d([[9, -9, -9, 9, 9, 9, -9, -9]])
      // 8 log(1 + e^-9)
      expect(perExample({ logits, target }).dataSync()[0]).toBeCloseTo(8 * Math.log1p(Math.exp(-9)), 6)
    })
  })

  test('refuses an output of another size, which would broadcast', () => {
    expect(() => loss([[0]], [[1, 1]])).toThrow(
      'Expected [batch 1, values 1] at the values of the target, received [1, 2]',
    )
  })
})
