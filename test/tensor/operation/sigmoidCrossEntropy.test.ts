import * as tf from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { sigmoidCrossEntropy } from '../../../src/tensor/operation/sigmoidCrossEntropy.ts'
import { useBackend } from '../../support/useBackend.ts'

describe('sigmoidCrossEntropy', () => {
  beforeAll(() => useBackend('cpu'))

  const losses = (logits: number[][], targets: number[][]): readonly number[] =>
    tf.tidy(() => [...sigmoidCrossEntropy(tf.tensor2d(logits), tf.tensor2d(targets)).dataSync()])

  test('adds up -q log s(z) - (1 - q) log(1 - s(z)) over the units of each row', () => {
    // s(ln 3) = 3/4: -log(3/4) = 0.287682 for yes, -log(1/4) = 1.386294 for no, half of each 0.836988.
    // s(0) = 1/2: log 2.
    const z = Math.log(3)
    const [yes, no, half] = losses(
      [
        [z, 0],
        [z, 0],
        [z, 0],
      ],
      [
        [1, 1],
        [0, 1],
        [0.5, 0],
      ],
    )
    expect(yes).toBeCloseTo(0.287682 + Math.LN2, 5)
    expect(no).toBeCloseTo(1.386294 + Math.LN2, 5)
    expect(half).toBeCloseTo(0.836988 + Math.LN2, 5)
  })

  test('stays finite for logits of any size', () => {
    expect(losses([[1000], [-1000], [1000]], [[1], [0], [0]])).toEqual([0, 0, 1000])
  })

  test('has the gradient s(z) - q', () => {
    const gradient = tf.grad((z: tf.Tensor) => sigmoidCrossEntropy(z as tf.Tensor2D, tf.tensor2d([[1, 0.25]])))
    // s(0) - 1 = -0.5, s(0) - 0.25 = 0.25.
    expect([...gradient(tf.tensor2d([[0, 0]])).dataSync()]).toEqual([-0.5, 0.25])
  })

  test('law: a question and its opposite cost the same', () => {
    fc.assert(
      fc.property(fc.double({ min: -20, max: 20, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), (z, q) => {
        const [one, opposite] = losses([[z], [-z]], [[q], [1 - q]])
        return Math.abs(one! - opposite!) < 1e-5 * (1 + one!)
      }),
      { seed: 53 },
    )
  })
})
