import { mul } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { withModel } from '../../../../src/kind/step/world.ts'
import { runError } from '../../../../src/prelude/errors.ts'
import { checkpointsOf, readCheckpoint } from '../../../../src/run/folder/checkpoint.ts'
import { checkpointEvery, checkpointNow } from '../../../../src/run/train/after/checkpointEvery.ts'
import { resultOf } from '../../../support/either.ts'
import { phaseIn, smallSession, stepped } from '../../../support/session.ts'
import { numbersOf } from '../../../support/tinyPhase.ts'
import { useBackend } from '../../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

test('a checkpoint holds everything to go on from: the place, the world, evaluations and lengths', async () => {
  const { session, events } = smallSession()
  session.steps = 12
  session.evaluations.push({ step: 9, scores: [{ weights: 'raw', views: null, validation: 0.5, test: null }] })
  const step = stepped(session, 3)
  expect(await checkpointEvery(session, phaseIn(session, { index: 2 }), step)).toBe('continue')
  expect(events).toEqual([{ kind: 'checkpoint', name: 'step-000000012' }])
  const { state, world } = resultOf(await readCheckpoint(session.checkpoints))!
  expect(state).toEqual({
    make: session.make,
    phase: 2,
    progress: step.progress,
    steps: 12,
    updates: { student: 0 },
    evaluations: session.evaluations,
    lengths: session.records.lengths(),
  })
  expect(numbersOf(world)).toEqual(numbersOf(session.world))
})

describe('is written', () => {
  const writtenAt = async (stopped: boolean): Promise<readonly number[]> => {
    const written: number[] = []
    const { session, events, stop } = smallSession()
    if (stopped) stop()
    for (const step of [1, 2, 3, 4, 5, 6]) {
      session.steps = step
      const before = events.length
      await checkpointEvery(session, phaseIn(session, { evaluated: false }), stepped(session, step))
      if (events.length > before) written.push(step)
    }
    return written
  }

  test('when an evaluation is due, in phases that are not evaluated too', async () =>
    expect(await writtenAt(false)).toEqual([3, 6]))

  test('after every step once the run is asked to stop', async () =>
    expect(await writtenAt(true)).toEqual([1, 2, 3, 4, 5, 6]))
})

test('law: a world with a value that is not finite is never written, and the run fails', async () => {
  const { session, events } = smallSession()
  session.steps = 3
  await checkpointNow(session, 0, stepped(session, 3).progress)
  const { parameters } = session.world.models['student']!
  const broken = { ...parameters, 'head/label/kernel': mul(parameters['head/label/kernel']!, Number.NaN) }
  session.world = withModel(session.world, 'student', { parameters: broken })
  session.steps = 6
  expect(await checkpointNow(session, 0, stepped(session, 6).progress)).toEqual(
    runError(
      'models/student/parameters/head/label/kernel is not finite at step 6',
      'The last good checkpoint is kept; try a smaller rate',
    ),
  )
  expect(await checkpointsOf(session.checkpoints)).toEqual(['step-000000003'])
  expect(events.length).toBe(1)
})
