import { describe, expect, test } from 'vitest'
import { type Evaluation, figures, wayName, waysOf } from '../../../src/run/score/evaluation.ts'

const plain = { weights: 'raw', views: null } as const
const average = { weights: 'average', views: null } as const
const turned = { weights: 'raw', views: 'rotations' } as const

const at = (step: number, validation: number | null, test: number | null): Evaluation => ({
  step,
  scores: [
    { ...plain, validation, test },
    { ...average, validation, test: test === null ? null : test + 0.1 },
    { ...turned, validation: validation === null ? null : 1 - validation, test: test === null ? null : test / 2 },
  ],
})

test('a model is asked by every kind of weights, of the plain picture first, then over every set of views', () => {
  const ways = waysOf(['raw', 'average'], { rotations: [], crops: [] })
  expect(ways).toEqual([
    plain,
    average,
    turned,
    { weights: 'average', views: 'rotations' },
    { weights: 'raw', views: 'crops' },
    { weights: 'average', views: 'crops' },
  ])
  expect(ways.map(wayName)).toEqual([
    'raw',
    'average',
    'raw (rotations)',
    'average (rotations)',
    'raw (crops)',
    'average (crops)',
  ])
})

describe('figures', () => {
  const run = [at(10, 0.5, 0.4), at(20, 0.9, 0.6), at(30, 0.9, 0.8), at(40, 0.7, 0.7)]

  test('last, median of the last three (0.6, 0.8, 0.7), and where validation was best first', () => {
    expect(figures(run, plain, 3)).toEqual({
      ...plain,
      last: 0.7,
      median: 0.7,
      bestOnValidation: 0.6,
      bestStep: 20,
    })
  })

  test('an even count has the mean of the two in the middle: (0.6 + 0.7) / 2', () => {
    expect(figures(run, plain, 4).median).toBeCloseTo(0.65, 12)
  })

  test('the averaged weights have figures of their own', () => {
    expect(figures(run, average, 1).last).toBeCloseTo(0.8, 12)
  })

  test('so have views: where 1 - validation was best first, 0.5 at step 10, half of 0.4', () => {
    expect(figures(run, turned, 1)).toEqual({
      ...turned,
      last: 0.35,
      median: 0.35,
      bestOnValidation: 0.2,
      bestStep: 10,
    })
  })

  test('the test set never chooses: the best test accuracy stands at step 30', () => {
    expect(figures(run, plain, 5).bestOnValidation).not.toBe(0.8)
  })

  test('without validation, test or evaluations there is no figure', () => {
    const none = { last: null, median: null, bestOnValidation: null, bestStep: null }
    expect(figures([at(10, null, 0.4)], plain, 5)).toEqual({ ...none, ...plain, last: 0.4, median: 0.4 })
    expect(figures([at(10, 0.5, null)], plain, 5)).toEqual({ ...none, ...plain, bestStep: 10 })
    expect(figures([], plain, 5)).toEqual({ ...none, ...plain })
    const { scores, ...rest } = at(10, 0.5, 0.5)
    expect(figures([{ ...rest, scores: scores.slice(0, 1) }], average, 5)).toEqual({ ...none, ...average })
  })
})
