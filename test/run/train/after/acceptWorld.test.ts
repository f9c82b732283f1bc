import { memory } from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { flattenWorld, type World, withModel } from '../../../../src/kind/step/world.ts'
import { runError } from '../../../../src/prelude/errors.ts'
import { acceptWorld } from '../../../../src/run/train/after/acceptWorld.ts'
import { copyOf, phaseIn, smallSession, stepped } from '../../../support/session.ts'
import { useBackend } from '../../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const sizeOf = (world: World): number => new Set(Object.values(flattenWorld(world))).size

const isAlive = (world: World): boolean => Object.values(flattenWorld(world)).every((tensor) => !tensor.isDisposed)

const isGone = (world: World): boolean => Object.values(flattenWorld(world)).every((tensor) => tensor.isDisposed)

describe('law: afterwards exactly one of the two worlds is alive', () => {
  test('the new one, when every metric is finite', () => {
    const { session } = smallSession()
    const before = memory().numTensors
    const [old, next] = [session.world, copyOf(session.world)]
    expect(memory().numTensors).toBe(before + sizeOf(next))
    const verdict = acceptWorld(session, phaseIn(session), stepped(session, 1, { world: next, metrics: { loss: 1 } }))
    expect(verdict).toBe('continue')
    expect(memory().numTensors).toBe(before)
    expect([session.world === next, isAlive(next), isGone(old)]).toEqual([true, true, true])
    expect(session.steps).toBe(1)
  })

  test.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['-Infinity', Number.NEGATIVE_INFINITY],
  ])('the old one, when a metric is %s: the run fails and names it', (text, value) => {
    const { session } = smallSession()
    session.steps = 41
    const before = memory().numTensors
    const [old, next] = [session.world, copyOf(session.world)]
    const metrics = { 'train.update.total': 2, 'train.update.supervised': value }
    expect(acceptWorld(session, phaseIn(session), stepped(session, 1, { world: next, metrics }))).toEqual(
      runError(
        `train.update.supervised is ${text} at step 42`,
        'The last good checkpoint is kept; try a smaller rate, or clip the gradient (optimizer: [{ clipNorm: { norm: 1 } }, sgd])',
      ),
    )
    expect(memory().numTensors).toBe(before)
    expect([session.world === old, isAlive(old), isGone(next)]).toEqual([true, true, true])
    expect(session.steps).toBe(41)
  })
})

test('tensors that both worlds hold live on, whichever is kept', () => {
  for (const value of [1, Number.NaN]) {
    const { session } = smallSession()
    const { updates } = session.world.models['student']!
    const next = withModel(session.world, 'student', { updates: updates + 1 })
    acceptWorld(session, phaseIn(session), stepped(session, 1, { world: next, metrics: { value } }))
    expect(isAlive(session.world)).toBe(true)
  }
})
