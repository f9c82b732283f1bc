import { describe, expect, test } from 'vitest'
import { type Judged, scoreLabels } from '../../../src/data/ledger/scoreLabels.ts'

const judged = (label: string, truth: string, confidence: number, accepted: boolean): Judged => ({
  label,
  truth,
  confidence,
  accepted,
})

describe('scoreLabels', () => {
  const score = scoreLabels(
    [
      judged('cat', 'cat', 1, true),
      judged('cat', 'cat', 0.95, true),
      judged('cat', 'dog', 0.75, true),
      judged('dog', 'dog', 0.5, false),
      judged('dog', 'cat', 0.45, false),
    ],
    ['cat', 'dog', 'emu'],
  )

  test('precision of the accepted, accuracy of all', () => {
    expect(score.precision).toBe(2 / 3)
    expect(score.accuracy).toBe(3 / 5)
  })

  test('by class', () => {
    expect(score.classes).toEqual([
      {
        class: 'cat',
        true: 3,
        predicted: 3,
        right: 2,
        precision: 2 / 3,
        recall: 2 / 3,
        accepted: 3,
        acceptedPrecision: 2 / 3,
      },
      {
        class: 'dog',
        true: 2,
        predicted: 2,
        right: 1,
        precision: 1 / 2,
        recall: 1 / 2,
        accepted: 0,
        acceptedPrecision: null,
      },
      {
        class: 'emu',
        true: 0,
        predicted: 0,
        right: 0,
        precision: null,
        recall: null,
        accepted: 0,
        acceptedPrecision: null,
      },
    ])
  })

  test('by confidence: an edge belongs to the bin below it', () => {
    expect(score.bins.filter(({ images }) => images > 0)).toEqual([
      { from: 0.4, to: 0.5, images: 2, precision: 1 / 2, confidence: 0.475 },
      { from: 0.7, to: 0.8, images: 1, precision: 0, confidence: 0.75 },
      { from: 0.9, to: 1, images: 2, precision: 1, confidence: 0.975 },
    ])
    expect(score.bins.map(({ images }) => images)).toEqual([0, 0, 0, 0, 2, 0, 0, 1, 0, 2])
    expect(scoreLabels([judged('cat', 'cat', 0, true)], ['cat']).bins[0]).toMatchObject({ images: 1, confidence: 0 })
  })

  test('calibration error: the gap of each bin, weighed by its share', () => {
    // 2/5 |1/2 - 0.475| + 1/5 |0 - 0.75| + 2/5 |1 - 0.975| = 0.01 + 0.15 + 0.01
    expect(score.calibrationError).toBeCloseTo(0.17, 12)
  })

  test('has no figures without images', () => {
    expect(scoreLabels([], ['cat'])).toMatchObject({ precision: null, accuracy: null, calibrationError: null })
  })
})
