import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { type Averaged, averageViews } from '../../../../src/kind/step/predict/averageViews.ts'
import { useBackend } from '../../../support/useBackend.ts'

const of = (averaged: Averaged, views: readonly (readonly (readonly number[])[])[]): number[][] =>
  tf.tidy(
    () =>
      averageViews(averaged)(views.map((rows) => tf.tensor2d(rows.map((row) => [...row])))).arraySync() as number[][],
  )

const softmax = (logits: readonly number[]): readonly number[] => {
  const powers = logits.map((z) => Math.exp(z))
  const sum = powers.reduce((a, b) => a + b, 0)
  return powers.map((power) => power / sum)
}

const near = (a: readonly number[][], b: readonly number[][], error = 1e-5): boolean =>
  a.every((row, i) => row.every((value, k) => Math.abs(value - b[i]![k]!) < error))

/** One to five views of two examples of three classes. */
const views = fc.array(
  fc.array(fc.array(fc.double({ min: -20, max: 20, noNaN: true }), { minLength: 3, maxLength: 3 }), {
    minLength: 2,
    maxLength: 2,
  }),
  { minLength: 1, maxLength: 5 },
)

const kinds = fc.constantFrom<Averaged>('logits', 'probabilities')

beforeAll(() => useBackend('cpu'))

describe('averageViews', () => {
  // Two views of two examples. log 9 is a probability of 9 in 10.
  const log9 = Math.log(9)
  const two = [
    [
      [log9, 0],
      [1, 0],
    ],
    [
      [0, 0],
      [0, 1],
    ],
  ]

  test('makes probabilities of the mean logits: (log 9 / 2, 0) is 3 to 1', () => {
    const [first, second] = of('logits', two)
    expect(first![0]).toBeCloseTo(0.75, 6)
    expect(first![1]).toBeCloseTo(0.25, 6)
    expect(second).toEqual([0.5, 0.5])
  })

  test('or the mean of the probabilities: (0.9 + 0.5) / 2', () => {
    const [first, second] = of('probabilities', two)
    expect(first![0]).toBeCloseTo(0.7, 6)
    expect(first![1]).toBeCloseTo(0.3, 6)
    expect(second![0]).toBeCloseTo(0.5, 6)
  })

  describe('laws', () => {
    test('one view is its softmax', () => {
      fc.assert(
        fc.property(views, kinds, ([first], averaged) =>
          near(
            of(averaged, [first!]),
            first!.map(softmax).map((row) => [...row]),
          ),
        ),
        { seed: 61 },
      )
    })

    test('the order of the views does not matter', () => {
      fc.assert(
        fc.property(views, kinds, (all, averaged) => near(of(averaged, all), of(averaged, [...all].reverse()))),
        { seed: 62 },
      )
    })

    test('rows sum to 1', () => {
      fc.assert(
        fc.property(views, kinds, (all, averaged) =>
          of(averaged, all).every((row) => Math.abs(row.reduce((a, b) => a + b, 0) - 1) < 1e-5),
        ),
        { seed: 63 },
      )
    })
  })
})
