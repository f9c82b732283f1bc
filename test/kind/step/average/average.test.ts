import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Variables } from '../../../../src/kind/network/network.ts'
import { average } from '../../../../src/kind/step/average/average.ts'
import { type ModelState, variablesOf, type World } from '../../../../src/kind/step/world.ts'
import { keyOf } from '../../../../src/prelude/key.ts'
import { paramsOf } from '../../../../src/testing/paramsOf.ts'
import { useBackend } from '../../../support/useBackend.ts'
import { refusals, using } from '../../../support/vocabulary.ts'

beforeAll(() => useBackend('cpu'))

/** The averages of a weight and of a statistic that are 0 after each step. They start at 1 and at 10. */
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

describe('two averages of one model', () => {
  const variables = (weight: number) => ({ parameters: { weight: tf.scalar(weight) }, statistics: {} })
  const numberIn = ({ parameters }: Variables): number => parameters['weight']!.dataSync()[0]!

  test('follow it side by side, each by its own decay: 0.5 * 8 + 0.5 * 4 and 0.75 * 8 + 0.25 * 4', () => {
    const student: ModelState = {
      ...variables(4),
      slots: {},
      averages: { fast: variables(8), slow: variables(8) },
      updates: 1,
    }
    const parts = { id: 'train.average', state: 'train.average', given: {}, models: {} }
    const moment = { step: 0, steps: 1, epoch: 0, key: keyOf(1) }
    const steps = [
      using(average, { model: 'student', name: 'fast', decay: 0.5, start: 'initial' }),
      using(average, { model: 'student', name: 'slow', decay: 0.75, start: 'initial' }),
    ]
    let world: World = { models: { student }, states: {} }
    for (const step of steps) world = step.run(parts)(world, {}, moment).world!
    const after = world.models['student']!
    expect([numberIn(after.averages['fast']!), numberIn(after.averages['slow']!)]).toEqual([6, 7])
    expect(numberIn(variablesOf(after, 'fast'))).toBe(6)
    expect(numberIn(variablesOf(after, 'slow'))).toBe(7)
    expect(numberIn(variablesOf(after, 'raw'))).toBe(4)
    expect(steps.map(({ averages }) => averages)).toEqual([
      { model: 'student', name: 'fast' },
      { model: 'student', name: 'slow' },
    ])
  })

  test.each([
    ['raw', 'Expected a name other than raw at name, received "raw"'],
    ['a.b', 'Expected a name at name, received "a.b"'],
    ['', 'Expected a name at name, received ""'],
  ])('are not called %j', (name, message) =>
    expect(refusals(paramsOf(average), { model: 'student', name })).toEqual([message]),
  )

  test('may be called what begins with raw, and average by default', () => {
    expect(refusals(paramsOf(average), { model: 'student', name: 'rawish' })).toEqual([])
    expect(using(average, { model: 'student' }).averages).toEqual({ model: 'student', name: 'average' })
  })
})

describe('laws', () => {
  test('decay 0 copies', () => expect(left(1, { decay: 0, start: 'initial' })).toEqual([0, 0]))
  test('decay 1 freezes', () => expect(left(5, { decay: 1, start: 'initial' })).toEqual([1, 10]))
})
