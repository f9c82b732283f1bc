import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { crossEntropy } from '../../../src/kind/loss/crossEntropy.ts'
import { paramsOf } from '../../../src/testing/paramsOf.ts'
import { useBackend } from '../../support/useBackend.ts'
import { refusals } from '../../support/vocabulary.ts'

const loss = (
  logits: number[][],
  target: number[][],
  smoothing = 0,
  output: 'softmax' | 'sigmoid' = 'softmax',
): number[] =>
  tf.tidy(() => [
    ...crossEntropy
      .perExample({ smoothing, output })({ logits: tf.tensor2d(logits), target: tf.tensor2d(target) })
      .dataSync(),
  ])

describe('crossEntropy', () => {
  beforeAll(() => useBackend('cpu'))

  test('is log 2 for two equal logits, and log(1 + 1/3) where the odds are 3 to 1', () => {
    const [even, likely] = loss(
      [
        [5, 5],
        [Math.log(3), 0],
      ],
      [
        [1, 0],
        [1, 0],
      ],
    )
    expect(even).toBeCloseTo(Math.log(2), 6)
    expect(likely).toBeCloseTo(Math.log(4 / 3), 6)
  })

  test('stays exact far beyond where a clipped softmax saturates', () => {
    expect(
      loss(
        [
          [0, 100],
          [0, 1000],
        ],
        [
          [1, 0],
          [1, 0],
        ],
      ),
    ).toEqual([100, 1000])
    expect(loss([[100, 0]], [[1, 0]])[0]).toBeCloseTo(0, 12)
  })

  test('smoothing spreads its share over all classes: 0.1 over 2 leaves 0.95 and 0.05', () => {
    // odds 3 to 1: -0.95 log(3/4) - 0.05 log(1/4)
    const [smoothed] = loss([[Math.log(3), 0]], [[1, 0]], 0.1)
    expect(smoothed).toBeCloseTo(-0.95 * Math.log(3 / 4) - 0.05 * Math.log(1 / 4), 6)
  })

  test('refuses a target of another number of classes', () => {
    expect(() => loss([[1, 2, 3]], [[1, 0]])).toThrow('Expected [batch 1, classes 3] at the target, received [1, 2]')
  })

  test.each([
    [{ of: 'weak' }, 'Expected a field (distribution) at target, received nothing'],
    [{ of: 'weak', target: 'label', smoothing: 1 }, 'Expected a number from 0 to below 1 at smoothing, received 1'],
    [
      { of: 'weak', target: 'label', smoothing: -0.1 },
      'Expected a number from 0 to below 1 at smoothing, received -0.1',
    ],
  ])('%j is refused', (given, message) => {
    expect(refusals(paramsOf(crossEntropy), given)).toEqual([message])
  })
})

describe('crossEntropy of a sigmoid output', () => {
  beforeAll(() => useBackend('cpu'))

  const ofUnits = (logits: number[][], target: number[][], smoothing = 0) => loss(logits, target, smoothing, 'sigmoid')

  test('sums over the units: logits 0 give log 2 each', () => {
    expect(ofUnits([[0, 0, 0]], [[1, 0, 0]])[0]).toBeCloseTo(3 * Math.log(2), 6)
  })

  test('asks each unit by itself: odds 3 to 1 for yes, where it is yes and where it is no', () => {
    // -log 3/4 - log 1/4
    expect(ofUnits([[Math.log(3), Math.log(3)]], [[1, 0]])[0]).toBeCloseTo(Math.log(4 / 3) + Math.log(4), 6)
  })

  test('keeps the small loss of a sure answer, and the large one of a sure mistake', () => {
    const [right, wrong] = ofUnits([[20], [1000]], [[1], [0]])
    expect(right! / Math.exp(-20)).toBeCloseTo(1, 3)
    expect(wrong).toBe(1000)
  })

  test('smooths between yes and no: at 0.5 a yes is 3/4 yes', () => {
    // odds 3 to 1: -3/4 log 3/4 - 1/4 log 1/4
    expect(ofUnits([[Math.log(3)]], [[1]], 0.5)[0]).toBeCloseTo(0.75 * Math.log(4 / 3) + 0.25 * Math.log(4), 6)
  })
})
