import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  accuracyByClass,
  accuracyOf,
  addToScore,
  calibrationErrorOf,
  countOf,
  emptyScore,
} from '../../../src/run/score/score.ts'

const seed = 47

const scoreOf = (rows: readonly (readonly number[])[], labels: readonly number[]) =>
  addToScore(emptyScore(rows[0]!.length), Float32Array.from(rows.flat()), Int32Array.from(labels))

describe('score', () => {
  const score = scoreOf(
    [
      [0.75, 0.25, 0],
      [0.25, 0.5, 0.25],
      [0.5, 0.25, 0.25],
      [0, 0, 1],
    ],
    [0, 1, 1, 2],
  )

  test('counts pairs of true and predicted class, row by true class', () => {
    // predictions 0, 1, 0, 2 of labels 0, 1, 1, 2
    expect([...score.confusion]).toEqual([1, 0, 0, 1, 1, 0, 0, 0, 1])
    expect(countOf(score)).toBe(4)
  })

  test('accuracy is the share that is right, in all and by class', () => {
    expect(accuracyOf(score)).toBe(3 / 4)
    expect(accuracyByClass(score)).toEqual([1, 1 / 2, 1])
  })

  test('has no accuracy of no images', () => {
    expect(accuracyOf(emptyScore(2))).toBe(null)
    expect(calibrationErrorOf(emptyScore(2))).toBe(null)
    expect(accuracyByClass(scoreOf([[0.5, 0.5]], [1]))).toEqual([null, 0])
  })

  test('calibration error: bins of 1/15, the gap of each weighed by its share', () => {
    // confidences 0.75 (right), 0.5 (right), 0.5 (wrong), 1 (right)
    // 0.75 in (11/15, 12/15]: |1 - 0.75| = 0.25, weight 1/4; 0.5 in (7/15, 8/15]: |1/2 - 0.5| = 0; 1 in the last: 0
    expect(calibrationErrorOf(score)).toBeCloseTo(0.25 / 4, 12)
  })

  test('a classifier that is sure and always wrong has the error 1', () => {
    expect(
      calibrationErrorOf(
        scoreOf(
          [
            [1, 0],
            [0, 1],
          ],
          [1, 0],
        ),
      ),
    ).toBe(1)
  })

  test('the first of equal probabilities is the prediction', () => {
    expect([...scoreOf([[0.5, 0.5]], [1]).confusion]).toEqual([0, 0, 1, 0])
  })

  test('law: a score does not depend on how the images were cut into batches', () => {
    const example = fc.tuple(fc.array(fc.nat(100), { minLength: 3, maxLength: 3 }), fc.nat(2))
    fc.assert(
      fc.property(fc.array(example, { minLength: 2, maxLength: 20 }), fc.nat(), (examples, cut) => {
        const rows = examples.map(([row]) => row.map((value) => value / 100))
        const labels = examples.map(([, label]) => label)
        const at = 1 + (cut % (rows.length - 1))
        const whole = scoreOf(rows, labels)
        const first = scoreOf(rows.slice(0, at), labels.slice(0, at))
        const parts = addToScore(first, Float32Array.from(rows.slice(at).flat()), Int32Array.from(labels.slice(at)))
        return (
          JSON.stringify([...whole.confusion]) === JSON.stringify([...parts.confusion]) &&
          Math.abs(calibrationErrorOf(whole)! - calibrationErrorOf(parts)!) < 1e-9
        )
      }),
      { seed },
    )
  })
})
