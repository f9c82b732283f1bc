import { beforeAll, expect, test } from 'vitest'
import { start } from '../../../../src/run/stream/progress.ts'
import { isCut, stopWhen } from '../../../../src/run/train/after/stopWhen.ts'
import { phaseIn, smallSession, stepped } from '../../../support/session.ts'
import { useBackend } from '../../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

test('the run goes on until it is asked to stop', () => {
  const { session, stop } = smallSession()
  expect(stopWhen(session, phaseIn(session), stepped(session, 3))).toBe('continue')
  stop()
  expect(stopWhen(session, phaseIn(session), stepped(session, 3))).toBe('stop')
})

test('a trial stops after its steps of each phase; any other run is never cut', () => {
  const { session } = smallSession({ stepsPerPhase: 2 })
  const verdicts = [1, 2, 3].map((step) => stopWhen(session, phaseIn(session), stepped(session, step)))
  expect(verdicts).toEqual(['continue', 'stop', 'stop'])
  expect(isCut({ stepsPerPhase: 2 }, start)).toBe(false)
  expect(isCut({ stepsPerPhase: null }, { step: 1e9, origins: {} })).toBe(false)
})

test('too many failed images are an error, even when the run is asked to stop', () => {
  const { session, stop } = smallSession({}, true)
  stop()
  expect(stopWhen(session, phaseIn(session), stepped(session, 3))).toMatchObject({
    reason: 'Too many images cannot be used',
  })
})
