// Covers src/pipeline/plan/neededRuns.ts.
import { describe, expect, test } from 'vitest'
import { neededRuns, trainsEvaluated } from '../../../src/pipeline/plan/neededRuns.ts'
import { phaseRuns } from '../../../src/pipeline/plan/phaseRuns.ts'
import { planOf } from '../../support/pipelines.ts'

const noisyStudent = planOf('pipelines/noisy-student.yaml', 'classes', 'generations=2')
const offline = planOf('pipelines/pseudo-label-offline.yaml')

describe('phaseRuns', () => {
  test('runs repeated phases as generations, each with a name of its own', () =>
    expect(phaseRuns(noisyStudent).map(({ name }) => name)).toEqual([
      'teacher',
      'label',
      'student-1',
      'relabel-1',
      'student-2',
      'relabel-2',
    ]))

  test('gives each writer of a ledger a file of its own, and each reader the newest before it', () => {
    const runs = phaseRuns(noisyStudent)
    expect(runs.map(({ writes }) => writes['labels'])).toEqual([
      undefined,
      'labels-1',
      undefined,
      'labels-2',
      undefined,
      'labels-3',
    ])
    expect(runs.map(({ reads }) => reads['labels'])).toEqual([
      undefined,
      undefined,
      'labels-1',
      undefined,
      'labels-2',
      undefined,
    ])
  })

  test('numbers no ledger that only one phase writes', () =>
    expect(phaseRuns(offline).map(({ writes, reads }) => [writes['labels'], reads['labels']])).toEqual([
      [undefined, undefined],
      ['labels', undefined],
      [undefined, 'labels'],
    ]))

  test('says which phases train the model that is evaluated', () =>
    expect(phaseRuns(offline).map((run) => trainsEvaluated(offline, run))).toEqual([false, false, true]))
})

describe('neededRuns', () => {
  const needed = (plan: typeof offline, ...given: readonly string[]) =>
    neededRuns(plan, new Set(given)).map(({ name, reads }) => [name, reads['labels']])

  test('are all where no ledger is given', () =>
    expect(needed(offline)).toEqual([
      ['teacher', undefined],
      ['label', undefined],
      ['student', 'labels'],
    ]))

  test('leave out a teacher whose labels were given', () =>
    expect(needed(offline, 'labels')).toEqual([['student', null]]))

  test('go on with the generations after the labels that were given', () =>
    expect(needed(noisyStudent, 'labels')).toEqual([
      ['student-1', null],
      ['relabel-1', undefined],
      ['student-2', 'labels-2'],
      ['relabel-2', undefined],
    ]))
})
