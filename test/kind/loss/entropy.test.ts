import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { entropy } from '../../../src/kind/loss/entropy.ts'
import { useBackend } from '../../support/useBackend.ts'

const seed = 53
const perExample = entropy.perExample({})

const values = (logits: number[][]): number[] =>
  tf.tidy(() => [...perExample({ logits: tf.tensor2d(logits) }).dataSync()])

describe('entropy', () => {
  beforeAll(() => useBackend('cpu'))

  test('is log K where all classes are equal, and 0 where one is certain', () => {
    const [equal, certain] = values([
      [2, 2, 2, 2],
      [1000, 0, 0, 0],
    ])
    expect(equal).toBeCloseTo(Math.log(4), 6)
    expect(certain).toBeCloseTo(0, 12)
  })

  test('is that of a coin of 3 to 1: 3/4 log 4/3 + 1/4 log 4', () => {
    expect(values([[Math.log(3), 0]])[0]).toBeCloseTo(0.75 * Math.log(4 / 3) + 0.25 * Math.log(4), 6)
  })

  test('law: its slope is -p (log p + H), so the gradient flows through p and log p', () => {
    const row = fc.array(fc.double({ min: -6, max: 6, noNaN: true }), { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(row, (logits) =>
        tf.tidy(() => {
          const z = tf.tensor2d([logits])
          const gradient = tf.grad((z: tf.Tensor) => tf.sum(perExample({ logits: z as tf.Tensor2D })))(z)
          const logs = tf.logSoftmax(z)
          const expected = tf.neg(tf.mul(tf.exp(logs), tf.add(logs, values([logits])[0]!)))
          return tf.max(tf.abs(tf.sub(gradient, expected))).dataSync()[0]! < 1e-5
        }),
      ),
      { seed },
    )
  })

  test('law: between 0 and log K', () => {
    const row = fc.array(fc.double({ min: -50, max: 50, noNaN: true }), { minLength: 4, maxLength: 4 })
    fc.assert(
      fc.property(row, (logits) => {
        const [value] = values([logits])
        return value! >= -1e-6 && value! <= Math.log(4) + 1e-6
      }),
      { seed },
    )
  })
})
