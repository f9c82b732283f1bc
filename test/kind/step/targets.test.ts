// Covers src/kind/step/label/hardLabel.ts, src/kind/step/label/sharpen.ts.
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { hardLabel } from '../../../src/kind/step/label/hardLabel.ts'
import { sharpen } from '../../../src/kind/step/label/sharpen.ts'
import { useBackend } from '../../support/useBackend.ts'

const seed = 41

/** Rows of probabilities, some of them 0. */
const distributions = fc
  .array(fc.array(fc.nat(100), { minLength: 4, maxLength: 4 }), { minLength: 1, maxLength: 6 })
  .map((rows) =>
    rows.map((row) => {
      const sum = row.reduce((a, b) => a + b, 0)
      return sum === 0 ? row.map(() => 0.25) : row.map((value) => value / sum)
    }),
  )

const on = (rows: number[][], f: (p: tf.Tensor2D) => tf.Tensor): number[][] =>
  tf.tidy(() => f(tf.tensor2d(rows)).arraySync() as number[][])

const largestAt = (row: readonly number[]): number => row.indexOf(Math.max(...row))
const sumOf = (row: readonly number[]): number => row.reduce((a, b) => a + b, 0)
const near = (a: number, b: number): boolean => Math.abs(a - b) < 1e-5

beforeAll(() => useBackend('cpu'))

describe('sharpen', () => {
  test('squares the probabilities at temperature 1/2, and normalizes', () => {
    // 0.6^2 = 0.36, 0.3^2 = 0.09, 0.1^2 = 0.01; sum 0.46
    const [row] = on([[0.6, 0.3, 0.1]], sharpen({ temperature: 0.5 }))
    ;[0.36, 0.09, 0.01].forEach((square, k) => {
      expect(row![k]).toBeCloseTo(square / 0.46, 6)
    })
  })

  test('stays a distribution at a temperature of 0.01, where the powers themselves underflow', () => {
    expect(on([[0.3, 0.25, 0.25, 0.2]], sharpen({ temperature: 0.01 }))).toEqual([
      [1, expect.closeTo(0, 6), expect.closeTo(0, 6), expect.closeTo(0, 6)],
    ])
  })

  test('tends to equal probabilities at a high temperature', () => {
    const [row] = on([[0.7, 0.2, 0.1]], sharpen({ temperature: 1e4 }))
    expect(row!.every((value) => Math.abs(value - 1 / 3) < 1e-3)).toBe(true)
  })

  describe('laws', () => {
    test('temperature 1 is the identity', () => {
      fc.assert(
        fc.property(distributions, (rows) =>
          on(rows, sharpen({ temperature: 1 })).every((row, i) => row.every((value, k) => near(value, rows[i]![k]!))),
        ),
        { seed },
      )
    })

    test('rows sum to 1 and the most probable class stays', () => {
      fc.assert(
        fc.property(distributions, fc.double({ min: 0.05, max: 5, noNaN: true }), (rows, temperature) =>
          on(rows, sharpen({ temperature })).every(
            (row, i) => near(sumOf(row), 1) && near(row[largestAt(rows[i]!)]!, Math.max(...row)),
          ),
        ),
        { seed },
      )
    })

    test('a lower temperature gives the most probable class no less', () => {
      fc.assert(
        fc.property(distributions, (rows) => {
          const [cold, warm] = [0.5, 0.9].map((temperature) => on(rows, sharpen({ temperature })))
          return cold!.every((row, i) => Math.max(...row) >= Math.max(...warm![i]!) - 1e-6)
        }),
        { seed },
      )
    })
  })
})

describe('hardLabel', () => {
  test('puts all weight on the most probable class, the first of equals', () => {
    expect(
      on(
        [
          [0.2, 0.5, 0.3],
          [0.4, 0.4, 0.2],
          [1, 0, 0],
        ],
        hardLabel,
      ),
    ).toEqual([
      [0, 1, 0],
      [1, 0, 0],
      [1, 0, 0],
    ])
  })

  test('law: what is hard already stays', () => {
    fc.assert(
      fc.property(distributions, (rows) => {
        const once = on(rows, hardLabel)
        return JSON.stringify(on(once, hardLabel)) === JSON.stringify(once) && once.every((row) => sumOf(row) === 1)
      }),
      { seed },
    )
  })
})
