import { describe, expect, test } from 'vitest'
import { phaseRuns } from '../../../src/pipeline/plan/phaseRuns.ts'
import { render } from '../../../src/prelude/render.ts'
import type { Way } from '../../../src/run/score/evaluation.ts'
import { addToScore, emptyScore, type Score } from '../../../src/run/score/score.ts'
import { belowChance, type ConditionWatch, chanceOf, unmetCondition } from '../../../src/run/train/unmetCondition.ts'
import { sequenceOf } from '../../../src/stream/sequence.ts'
import { planOf } from '../../support/pipelines.ts'

/** A score of images of two classes, `zeros` of class 0. The first `right` images are classified right. */
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

/** The run of a phase of a file that ships. */
const runOf = (file: string, name: string, ...settings: readonly string[]) =>
  phaseRuns(planOf(`pipelines/${file}.yaml`, 2, ...settings)).find((run) => run.name === name)!

const images = sequenceOf([{ file: { set: 'labeled', index: 0, path: 'a.png' }, category: 0 }])

/** What becomes of the condition of a phase when its model scores so; null where there are no validation images. */
const tried = async (run: ReturnType<typeof runOf>, score: Score | null) => {
  const asked: { readonly model: string; readonly ways: readonly Way[] }[] = []
  const precondition: Parameters<ConditionWatch['onTried']>[0][] = []
  const warnings: string[] = []
  const unmet = await unmetCondition(
    run,
    score === null ? null : images,
    async (given, model, ways) => {
      expect(given).toBe(images)
      asked.push({ model, ways })
      return [score!]
    },
    { onTried: (chance) => precondition.push(chance), onUndecided: (warning) => warnings.push(warning) },
  )
  return { unmet, asked, precondition, warnings }
}

/** Every phase that labels a folder, and the model whose labels they are. */
const labeling: readonly (readonly [file: string, phase: string, model: string])[] = [
  ['noisy-student', 'label', 'teacher'],
  ['noisy-student', 'relabel-1', 'student'],
  ['noisy-student', 'relabel-2', 'student'],
  ['noisy-student-resolution', 'label', 'teacher'],
  ['noisy-student-resolution', 'relabel-1', 'student'],
  ['pseudo-label-offline', 'label', 'teacher'],
  ['s4l-moam', 'label', 'student'],
]

describe.each(labeling)('%s: the condition of %s', (file, phase, model) => {
  const run = runOf(file, phase)

  test('holds above the bar, which is noted: 61 of 100 right, more than 1/2 + 2 sqrt(1/4 / 100)', async () =>
    expect(await tried(run, scoreOf(50, 50, 61))).toEqual({
      unmet: undefined,
      asked: [{ model, ways: [{ weights: 'average', views: null }] }],
      precondition: [{ phase, model, validation: 0.61, bar: 0.6 }],
      warnings: [],
    }))

  test('does not hold at the bar', async () => {
    const { unmet, precondition, warnings } = await tried(run, scoreOf(50, 50, 60))
    expect(unmet).toEqual(belowChance(phase, model, { accuracy: 0.6, bar: 0.6 }))
    expect(precondition).toEqual([{ phase, model, validation: 0.6, bar: 0.6 }])
    expect(warnings).toEqual([])
  })

  test('holds without validation images, with a warning, and nobody is asked', async () =>
    expect(await tried(run, null)).toEqual({
      unmet: undefined,
      asked: [],
      precondition: [],
      warnings: [`${phase}: there are no validation images, so nothing says whether ${model} is above chance`],
    }))

  test('holds with too few of them, with a warning: 1/2 + 2 sqrt(1/4 / 4) is 1', async () =>
    expect(await tried(run, scoreOf(2, 2, 0))).toMatchObject({
      unmet: undefined,
      precondition: [{ phase, model, validation: 0, bar: 1 }],
      warnings: [`${phase}: too few validation images to say whether ${model} is above chance`],
    }))
})

test('a phase without a condition begins without a question', async () =>
  expect(await tried(runOf('noisy-student', 'student-1'), scoreOf(50, 50, 0))).toEqual({
    unmet: undefined,
    asked: [],
    precondition: [],
    warnings: [],
  }))
