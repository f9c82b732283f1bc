import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { klDivergence } from '../../../src/kind/loss/klDivergence.ts'
import { useBackend } from '../../support/useBackend.ts'

const loss = (logits: number[][], target: number[][], direction: 'forward' | 'reverse', temperature = 1): number[] =>
  tf.tidy(() => [
    ...klDivergence
      .perExample({ direction, temperature })({ logits: tf.tensor2d(logits), target: tf.tensor2d(target) })
      .dataSync(),
  ])

describe('klDivergence', () => {
  beforeAll(() => useBackend('cpu'))

  test('differs by direction: q = (1/2, 1/2), p = (3/4, 1/4)', () => {
    // KL(q||p) = 1/2 log(2/3) + 1/2 log 2; KL(p||q) = 3/4 log(3/2) + 1/4 log(1/2)
    const [logits, target] = [[[Math.log(3), 0]], [[0.5, 0.5]]]
    expect(loss(logits, target, 'forward')[0]).toBeCloseTo(0.5 * Math.log(2 / 3) + 0.5 * Math.log(2), 6)
    expect(loss(logits, target, 'reverse')[0]).toBeCloseTo(0.75 * Math.log(1.5) + 0.25 * Math.log(0.5), 6)
  })

  test('divides the logits by the temperature: log 9 at 2 is log 3', () => {
    expect(loss([[Math.log(9), 0]], [[0.75, 0.25]], 'forward', 2)[0]).toBeCloseTo(0, 6)
  })

  test('is 0 where both are equal, in both directions', () => {
    for (const direction of ['forward', 'reverse'] as const)
      expect(loss([[Math.log(3), 0]], [[0.75, 0.25]], direction)[0]).toBeCloseTo(0, 6)
  })

  test('a class without probability in the target adds nothing forward, and at most log 1e30 of it in reverse', () => {
    expect(loss([[Math.log(3), 0]], [[1, 0]], 'forward')[0]).toBeCloseTo(Math.log(4 / 3), 6)
    // 3/4 log(3/4) + 1/4 (log 1/4 + 30 log 10)
    const bounded = 0.75 * Math.log(0.75) + 0.25 * (Math.log(0.25) + 30 * Math.log(10))
    expect(loss([[Math.log(3), 0]], [[1, 0]], 'reverse')[0]).toBeCloseTo(bounded, 4)
  })
})
