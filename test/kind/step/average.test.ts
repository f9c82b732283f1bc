import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { average } from '../../../src/kind/step/average.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { useBackend } from '../../support/useBackend.ts'
import { using } from '../../support/vocabulary.ts'

beforeAll(() => useBackend('cpu'))

/** The average of a weight (begun with 1) and of a statistic (begun with 10) that are 0 after each of the given number of steps. */
const left = (steps: number, given: Readonly<Record<string, unknown>>, stepsPerEpoch = 4) => {
  const step = using(average, { model: 'student', ...given })
  const run = step.run({ id: 'train.average', state: 'train.average', given: {}, models: {} })
  let model = {
    parameters: { weight: tf.scalar(0) },
    statistics: { mean: tf.scalar(0) },
    slots: {},
    averages: { average: { parameters: { weight: tf.scalar(1) }, statistics: { mean: tf.scalar(10) } } },
    updates: 0,
  }
  for (let step = 0; step < steps; step++) {
    model = { ...model, updates: step + 1 }
    // What is over of the epochs when the step begins.
    const moment = { step, steps, epoch: step / stepsPerEpoch, key: keyOf(1) }
    const { world } = run({ models: { student: model }, states: {} }, {}, moment)
    model = world!.models['student'] as typeof model
  }
  const { average: slow } = model.averages
  return [slow.parameters.weight.dataSync()[0]!, slow.statistics.mean.dataSync()[0]!]
}

describe('average', () => {
  test('keeps the share that the decay says, of parameters and of statistics: 0.9^3 = 0.729', () => {
    const [weight, mean] = left(3, { decay: 0.9, start: 'initial' })
    expect(weight).toBeCloseTo(0.729, 6)
    expect(mean).toBeCloseTo(7.29, 5)
  })

  test('follows faster at first by default: 2/11 * 3/12 * 4/13', () =>
    expect(left(3, { decay: 0.9 })[0]).toBeCloseTo((2 / 11) * (3 / 12) * (4 / 13), 6))

  test('keeps nothing of what it began with when debiased', () =>
    expect(left(3, { decay: 0.9, start: 'debiased' })).toEqual([0, 0]))

  test('is half way after the half-life in steps', () =>
    expect(left(8, { decay: { halfLife: 8, unit: 'steps' }, start: 'initial' })[0]).toBeCloseTo(0.5, 6))

  test('is half way after an epoch: four steps, and one more since the first does not know yet how long it is', () =>
    expect(left(5, { decay: { halfLife: 1, unit: 'epochs' }, start: 'initial' })[0]).toBeCloseTo(0.5, 6))
})

describe('laws', () => {
  test('decay 0 copies', () => expect(left(1, { decay: 0, start: 'initial' })).toEqual([0, 0]))
  test('decay 1 freezes', () => expect(left(5, { decay: 1, start: 'initial' })).toEqual([1, 10]))
})
