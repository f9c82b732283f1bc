import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { confidentMask } from '../../../../src/kind/step/label/confidentMask.ts'
import { useBackend } from '../../../support/useBackend.ts'

const seed = 43

const maskOf = (rows: number[][], atLeast: number): number[] =>
  tf.tidy(() => [...confidentMask({ atLeast })(tf.tensor2d(rows)).dataSync()])

beforeAll(() => useBackend('cpu'))

describe('confidentMask', () => {
  test('keeps a probability that equals the threshold', () => {
    expect(
      maskOf(
        [
          [0.75, 0.25],
          [0.5, 0.5],
          [0.125, 0.875],
        ],
        0.75,
      ),
    ).toEqual([1, 0, 1])
  })

  test('keeps all at 0, and at 1 only what is certain', () => {
    const rows = [
      [1, 0],
      [0.99, 0.01],
      [0.5, 0.5],
    ]
    expect(maskOf(rows, 0)).toEqual([1, 1, 1])
    expect(maskOf(rows, 1)).toEqual([1, 0, 0])
  })

  test('has one number for each example, not a column', () => {
    expect(tf.tidy(() => confidentMask({ atLeast: 0.5 })(tf.ones([3, 4])).shape)).toEqual([3])
  })

  test('law: monotone in the threshold', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true })
    fc.assert(
      fc.property(fc.array(share, { minLength: 1, maxLength: 8 }), share, share, (firsts, a, b) => {
        const rows = firsts.map((p) => [p, 1 - p])
        const [loose, strict] = [maskOf(rows, Math.min(a, b)), maskOf(rows, Math.max(a, b))]
        return strict.every((kept, i) => kept <= loose[i]!)
      }),
      { seed },
    )
  })
})
