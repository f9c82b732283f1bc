import { join } from 'node:path'
import { memory, tensor1d, zerosLike } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { withModel } from '../../../../src/kind/step/world.ts'
import { evaluateEvery, evaluateNow, isDue } from '../../../../src/run/train/after/evaluateEvery.ts'
import { sequenceOf } from '../../../../src/stream/sequence.ts'
import { tinyFolder } from '../../../support/images.ts'
import { phaseIn, smallSession, stepped } from '../../../support/session.ts'
import { useBackend } from '../../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

/** Two dark images and a light one. */
const imagesIn = (folder: string) =>
  sequenceOf(
    ['dark/0.png', 'dark/1.png', 'light/0.png'].map((path, index) => ({
      file: { set: 'test', index, path: join(folder, path) },
      category: index < 2 ? 0 : 1,
    })),
  )

/** A session with test images and none for validation. */
const tested = async () => {
  const images = imagesIn(await tinyFolder(2))
  return smallSession({ data: { sets: {} as never, classes: ['dark', 'light'], validation: null, test: images } })
}

test('is due every evaluate.every steps of a phase, and after its last', () => {
  const { session } = smallSession()
  const due = (until: number | null) =>
    [1, 2, 3, 4, 5, 6, 7].filter((step) => isDue(session, phaseIn(session, { until }), stepped(session, step)))
  expect(due(7)).toEqual([3, 6, 7])
  expect(due(null)).toEqual([3, 6])
})

describe('an evaluation', () => {
  test('has an accuracy in each way: null for a set that the run does not have', async () => {
    const { session, events, rows } = await tested()
    session.steps = 9
    const before = memory().numTensors
    expect(await evaluateEvery(session, phaseIn(session), stepped(session, 3))).toBe('continue')
    expect(memory().numTensors).toBe(before)
    const [evaluation] = session.evaluations
    expect(session.evaluations.length).toBe(1)
    expect(evaluation).toEqual({
      step: 9,
      scores: [
        { weights: 'raw', views: null, validation: null, test: expect.any(Number) },
        { weights: 'average', views: null, validation: null, test: expect.any(Number) },
      ],
    })
    expect(events).toEqual([{ kind: 'evaluation', evaluation }])
    expect(rows).toEqual([{ step: 9, evaluation }])
  })

  test('is of the images, by the weights of each way: one that says dark is right on two of three', async () => {
    const { session } = await tested()
    const { parameters, averages } = session.world.models['student']!
    const saying = (...logits: readonly number[]) => ({
      ...parameters,
      'head/label/kernel': zerosLike(parameters['head/label/kernel']!),
      'head/label/bias': tensor1d([...logits]),
    })
    session.world = withModel(session.world, 'student', {
      parameters: saying(1, 0),
      averages: { average: { ...averages['average']!, parameters: saying(0, 1) } },
    })
    await evaluateNow(session)
    expect(session.evaluations[0]!.scores.map(({ test }) => test)).toEqual([2 / 3, 1 / 3])
  })

  test('is not made between, nor in a phase that leaves the evaluated model alone', async () => {
    const { session, events, rows } = await tested()
    await evaluateEvery(session, phaseIn(session), stepped(session, 2))
    await evaluateEvery(session, phaseIn(session, { evaluated: false }), stepped(session, 3))
    await evaluateEvery(session, phaseIn(session, { evaluated: false }), stepped(session, 6))
    expect([session.evaluations, events, rows]).toEqual([[], [], []])
  })
})
