// Covers src/run/folder/evaluationRow.ts.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isStepRow, type MetricsRow, readMetrics, writtenMetrics } from '../../../src/run/folder/metricsRow.ts'

const share = fc.double({ min: 0, max: 1, noNaN: true })
const step = fc.nat()
const name = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text !== '__proto__')

const stepRow: fc.Arbitrary<MetricsRow> = fc.record({
  step,
  phase: name,
  metrics: fc.dictionary(name, fc.double({ noNaN: true, noDefaultInfinity: true }), { noNullPrototype: true }),
})

const evaluationRow: fc.Arbitrary<MetricsRow> = fc.record({
  step,
  evaluation: fc.record({
    step,
    scores: fc.array(
      fc.record({
        weights: name,
        views: fc.option(name),
        validation: fc.option(share),
        test: fc.option(share),
      }),
      { maxLength: 3 },
    ),
  }),
})

const preconditionRow: fc.Arbitrary<MetricsRow> = fc.record({
  step,
  precondition: fc.record({
    phase: name,
    model: name,
    validation: share,
    bar: fc.double({ min: 0, max: 3, noNaN: true }),
  }),
})

describe('laws', () => {
  test('a row that is written and read is the same row', () => {
    fc.assert(
      fc.property(fc.oneof(stepRow, evaluationRow, preconditionRow), (row) => {
        const line = JSON.stringify(writtenMetrics(row))
        // JSON has no negative zero.
        expect(readMetrics(JSON.parse(line))).toEqual(JSON.parse(JSON.stringify(row)))
      }),
      { seed: 3, numRuns: 100 },
    )
  })

  test('rows of steps alone have metrics', () => {
    fc.assert(
      fc.property(fc.oneof(evaluationRow, preconditionRow), (row) => !isStepRow(row)),
      { seed: 4, numRuns: 30 },
    )
    fc.assert(fc.property(stepRow, isStepRow), { seed: 5, numRuns: 30 })
  })
})

describe('a row of another form is not read', () => {
  test.each([
    ['metrics beside the step, as an older version wrote them', { step: 3, phase: 'train', total: 0.5 }],
    ['a metric that is no number', { step: 3, phase: 'train', metrics: { total: '0.5' } }],
    ['a metric that is not finite', { step: 3, phase: 'train', metrics: { total: null } }],
    ['a step below 0', { step: -1, phase: 'train', metrics: {} }],
    ['a step between two', { step: 1.5, phase: 'train', metrics: {} }],
    ['no phase', { step: 3, metrics: {} }],
    ['two forms at once', { step: 3, phase: 'train', metrics: {}, evaluation: { step: 3, scores: [] } }],
    ['an accuracy above 1', { step: 3, evaluation: { step: 3, scores: [{ weights: 'raw', test: 1.5 }] } }],
    ['a precondition without its bar', { step: 3, precondition: { phase: 'a', model: 'b', validation: 1 } }],
    ['a list', [1, 2]],
    ['nothing', null],
  ])('%s', (_, row) => expect(readMetrics(row)).toBe(undefined))
})

test('an accuracy that is left out is null: the run had no images for it', () => {
  expect(readMetrics({ step: 1, evaluation: { step: 1, scores: [{ weights: 'raw' }] } })).toEqual({
    step: 1,
    evaluation: { step: 1, scores: [{ weights: 'raw', views: null, validation: null, test: null }] },
  })
})
