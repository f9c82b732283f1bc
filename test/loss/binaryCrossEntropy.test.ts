import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { binaryCrossEntropy } from '../../src/loss/binaryCrossEntropy.ts'
import { lookAt } from '../support/look.ts'
import { useBackend } from '../support/useBackend.ts'

const loss = (logits: number[][], target: number[][]): number[] =>
  tf.tidy(() => [
    ...binaryCrossEntropy
      .perExample({ of: 'view', target: 'target', head: 'label' })(
        lookAt(tf.tensor2d(logits), { target: tf.tensor2d(target) }),
      )
      .dataSync(),
  ])

describe('binaryCrossEntropy', () => {
  beforeAll(() => useBackend('cpu'))

  it('sums over the units: logits 0 give log 2 each', () => {
    expect(loss([[0, 0, 0]], [[1, 0, 0]])[0]).toBeCloseTo(3 * Math.log(2), 6)
  })

  it('asks each unit by itself: odds 3 to 1 for yes, where it is yes and where it is no', () => {
    // -log 3/4 - log 1/4
    expect(loss([[Math.log(3), Math.log(3)]], [[1, 0]])[0]).toBeCloseTo(Math.log(4 / 3) + Math.log(4), 6)
  })

  it('keeps the small loss of a sure answer, and the large one of a sure mistake', () => {
    const [right, wrong] = loss([[20], [1000]], [[1], [0]])
    expect(right! / Math.exp(-20)).toBeCloseTo(1, 3)
    expect(wrong).toBe(1000)
  })
})
