import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { type CheckpointState, readState, writtenState } from '../../../src/run/folder/checkpointState.ts'

const state: CheckpointState = {
  make: { pipeline: 'a', splits: 'b', seed: 0, backend: 'cpu' },
  phase: 1,
  progress: { step: 4, origins: { labeled: { position: 7, part: 0 }, unlabeled: { position: 0, part: -1 } } },
  steps: 12,
  updates: { student: 5 },
  evaluations: [{ step: 2, scores: [{ weights: 'raw', views: null, validation: null, test: 0.25 }] }],
  lengths: { metrics: 120, 'ledger/labels': 3 },
}

test('law: a state that is written and read is the same state', () =>
  expect(readState(writtenState(state))).toEqual(E.right(state)))

/** What is wrong with a state in which something was edited. */
const faultOf = (change: Readonly<Record<string, unknown>>): string => {
  const read = readState(JSON.stringify({ ...state, ...change }))
  return E.isLeft(read) ? read.left : 'nothing'
}

describe('what was edited is named', () => {
  test.each([
    [
      'a part that is gone',
      { progress: undefined },
      'Expected a record of step, origins at progress, received nothing',
    ],
    ['a number that is text', { steps: '12' }, 'Expected a whole number of at least 0 at steps, received "12"'],
    ['a step below 0', { steps: -1 }, 'Expected a whole number of at least 0 at steps, received -1'],
    [
      'an origin without its part',
      { progress: { step: 4, origins: { labeled: { position: 7 } } } },
      'Expected a whole number of at least -1 at progress.origins.labeled.part, received nothing',
    ],
    [
      'an accuracy that cannot be',
      { evaluations: [{ step: 2, scores: [{ weights: 'raw', test: 2 }] }] },
      'Expected a number from 0 to 1 at evaluations.0.scores.0.test, received 2',
    ],
    ['updates as a list', { updates: [5] }, 'Expected a map of names at updates, received [5]'],
    [
      'two things at once',
      { phase: 0.5, lengths: { metrics: 'x' } },
      'Expected a whole number of at least 0 at phase, received 0.5; Expected a whole number of at least 0 at lengths.metrics, received "x"',
    ],
  ])('%s', (_, change, fault) => expect(faultOf(change)).toBe(fault))

  test('a key that nobody knows, with the nearest one', () =>
    expect(faultOf({ lenghts: {} })).toMatch(/ at lenghts, received .*; did you mean "lengths"\?$/))
})

test('text that is no JSON says so', () => {
  const read = readState('{"make":')
  expect(E.isLeft(read) && read.left).toMatch(/^SyntaxError: /)
})
