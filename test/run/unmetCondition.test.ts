import { describe, expect, test } from 'vitest'
import { addToScore, emptyScore } from '../../src/metric/score.ts'
import { render } from '../../src/prelude/render.ts'
import { belowChance, chanceOf } from '../../src/run/unmetCondition.ts'

/** A score of images of two classes, `zeros` of class 0, of which the first `right` are told right. */
const scoreOf = (zeros: number, ones: number, right: number) => {
  const labels = Int32Array.from({ length: zeros + ones }, (_, i) => (i < zeros ? 0 : 1))
  const probabilities = Float32Array.from(labels).fill(0)
  const rows = new Float32Array(2 * labels.length)
  labels.forEach((label, i) => {
    rows[2 * i + (i < right ? label : 1 - label)] = 1
  })
  return probabilities.length === 0 ? emptyScore(2) : addToScore(emptyScore(2), rows, labels)
}

describe('the bar', () => {
  test('is the share of the most frequent class and two deviations: 1/2 + 2 sqrt(1/4 / 100)', () =>
    expect(chanceOf(scoreOf(50, 50, 61))).toEqual({ accuracy: 0.61, bar: 0.6 }))

  test('is higher where one class is more frequent: 0.8 + 2 sqrt(0.16 / 100)', () =>
    expect(chanceOf(scoreOf(80, 20, 90)).bar).toBeCloseTo(0.88, 12))

  test('is out of reach without images', () => {
    const { accuracy, bar } = chanceOf(emptyScore(2))
    expect(accuracy > bar).toBe(false)
  })
})

test('the message says what was found and what to do', () =>
  expect(render(belowChance('label', 'teacher', { accuracy: 0.55, bar: 0.6 }))).toBe(
    'The phase label does not begin: teacher is right on 55.0 % of the validation images, and only above 60.0 % would be more than chance. Train it longer or on more labels; or hold more images back with --validation-per-class, if there are few',
  ))
