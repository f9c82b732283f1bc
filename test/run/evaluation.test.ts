import { describe, expect, test } from 'vitest'
import { type Evaluation, figures } from '../../src/run/evaluation.ts'

const at = (step: number, validation: number | null, test: number | null): Evaluation => ({
  step,
  raw: { validation, test },
  average: { validation, test: test === null ? null : test + 0.1 },
})

describe('figures', () => {
  const run = [at(10, 0.5, 0.4), at(20, 0.9, 0.6), at(30, 0.9, 0.8), at(40, 0.7, 0.7)]

  test('last, median of the last three (0.6, 0.8, 0.7), and where validation was best first', () => {
    expect(figures(run, 'raw', 3)).toEqual({
      weights: 'raw',
      last: 0.7,
      median: 0.7,
      bestOnValidation: 0.6,
      bestStep: 20,
    })
  })

  test('an even count has the mean of the two in the middle: (0.6 + 0.7) / 2', () => {
    expect(figures(run, 'raw', 4).median).toBeCloseTo(0.65, 12)
  })

  test('the averaged weights have figures of their own', () => {
    expect(figures(run, 'average', 1).last).toBeCloseTo(0.8, 12)
  })

  test('the test set never chooses: the best test accuracy stands at step 30', () => {
    expect(figures(run, 'raw', 5).bestOnValidation).not.toBe(0.8)
  })

  test('without validation, test or evaluations there is no figure', () => {
    const none = { last: null, median: null, bestOnValidation: null, bestStep: null }
    expect(figures([at(10, null, 0.4)], 'raw', 5)).toEqual({ ...none, weights: 'raw', last: 0.4, median: 0.4 })
    expect(figures([at(10, 0.5, null)], 'raw', 5)).toEqual({ ...none, weights: 'raw', bestStep: 10 })
    expect(figures([], 'raw', 5)).toEqual({ ...none, weights: 'raw' })
    expect(figures([{ ...at(10, 0.5, 0.5), average: null }], 'average', 5)).toEqual({ ...none, weights: 'average' })
  })
})
