import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { softmaxCrossEntropy } from '../../../src/tensor/operation/softmaxCrossEntropy.ts'
import { computing } from '../../support/computing.ts'

const lossesOf = (logits: number[][], labels: number[][]): number[] =>
  tf.tidy(() => [...softmaxCrossEntropy(tf.tensor2d(logits), tf.tensor2d(labels)).dataSync()])

const gradientOf = (logits: number[][], labels: number[][]): number[] =>
  tf.tidy(() => {
    const targets = tf.tensor2d(labels)
    const loss = (z: tf.Tensor): tf.Tensor => tf.sum(softmaxCrossEntropy(z as tf.Tensor2D, targets))
    return [...tf.grad(loss)(tf.tensor2d(logits)).dataSync()]
  })

const near = (a: readonly number[], b: readonly number[], tolerance: number): boolean =>
  a.length === b.length && a.every((value, i) => Math.abs(value - b[i]!) <= tolerance)

describe.each(computing)('softmaxCrossEntropy, $name', ({ start }) => {
  beforeAll(start)

  test('is -sum_k y_k log softmax(z)_k, one number for each sample', () => {
    // softmax(ln 1, ln 3) = (1/4, 3/4): -log(1/4) = 1.3863, -log(3/4) = 0.2877, half of each 0.8370.
    const z = [0, Math.log(3)]
    const labels = [
      [1, 0],
      [0, 1],
      [0.5, 0.5],
    ]
    expect(near(lossesOf([z, z, z], labels), [1.386294, 0.287682, 0.836988], 1e-6)).toBe(true)
    // softmax - y: (1/4 - 1, 3/4), (1/4, 3/4 - 1), (1/4 - 1/2, 3/4 - 1/2).
    expect(near(gradientOf([z, z, z], labels), [-0.75, 0.75, 0.25, -0.25, -0.25, 0.25], 1e-6)).toBe(true)
  })

  test('neither clips nor overflows', () => {
    expect(lossesOf([[1000, 0]], [[0, 1]])).toEqual([1000])
    expect(gradientOf([[1000, 0]], [[0, 1]])).toEqual([1, -1])
    expect(lossesOf([[1000, 0]], [[1, 0]]).map(Math.abs)).toEqual([0])
    expect(lossesOf([[-1e30, 1e30, 0]], [[0, 1, 0]]).map(Math.abs)).toEqual([0])
  })

  test('counts labels of zero as nothing, and labels of two twice', () => {
    expect(lossesOf([[1, 2]], [[0, 0]])[0]).toBeCloseTo(0, 12)
    expect(gradientOf([[1, 2]], [[0, 0]]).map(Math.abs)).toEqual([0, 0])
    expect(lossesOf([[0, 0]], [[2, 2]])[0]).toBeCloseTo(4 * Math.log(2), 5)
  })

  test('accepts one class, and one sample', () => {
    expect(lossesOf([[5]], [[1]]).map(Math.abs)).toEqual([0])
    expect(gradientOf([[5]], [[1]]).map(Math.abs)).toEqual([0])
  })

  test('leaves nothing behind', () => {
    const [logits, labels] = [tf.ones([3, 4]) as tf.Tensor2D, tf.ones([3, 4]) as tf.Tensor2D]
    const before = tf.memory().numTensors
    softmaxCrossEntropy(logits, labels).dispose()
    tf.grad((z: tf.Tensor) => softmaxCrossEntropy(z as tf.Tensor2D, labels))(logits).dispose()
    expect(tf.memory().numTensors).toBe(before)
    tf.dispose([logits, labels])
  })

  test('refuses labels of another shape rather than broadcast them', () => {
    expect(() => softmaxCrossEntropy(tf.ones([2, 3]), tf.ones([2, 1]))).toThrow(
      'Expected [batch 2, classes 3] at softmaxCrossEntropy labels, received [2, 1]',
    )
  })

  describe('laws', () => {
    const row = fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 3, maxLength: 3 })
    const distribution = fc
      .array(fc.double({ min: 0.01, max: 1, noNaN: true }), { minLength: 3, maxLength: 3 })
      .map((weights) => weights.map((weight) => weight / weights.reduce((a, b) => a + b)))
    const rows = fc.array(fc.tuple(row, distribution), { minLength: 1, maxLength: 5 })
    const seed = 7

    test('batch decomposition: the losses of a batch are the losses of its samples', () => {
      fc.assert(
        fc.property(rows, (batch) =>
          near(
            lossesOf(
              batch.map(([z]) => z),
              batch.map(([, y]) => y),
            ),
            batch.flatMap(([z, y]) => lossesOf([z], [y])),
            1e-5,
          ),
        ),
        { seed, numRuns: 30 },
      )
    })

    test('a constant added to all logits changes nothing', () => {
      fc.assert(
        fc.property(row, distribution, fc.integer({ min: -50, max: 50 }), (z, y, shift) =>
          near(lossesOf([z], [y]), lossesOf([z.map((value) => value + shift)], [y]), 2e-5),
        ),
        { seed, numRuns: 30 },
      )
    })

    test('is not below the entropy of the labels, and its gradient sums to zero', () => {
      fc.assert(
        fc.property(row, distribution, (z, y) => {
          const entropy = -y.reduce((sum, p) => sum + p * Math.log(p), 0)
          const sum = gradientOf([z], [y]).reduce((a, b) => a + b)
          return lossesOf([z], [y])[0]! >= entropy - 1e-5 && Math.abs(sum) < 1e-5
        }),
        { seed, numRuns: 30 },
      )
    })
  })
})
