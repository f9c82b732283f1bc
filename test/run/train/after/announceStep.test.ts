import { beforeAll, expect, test } from 'vitest'
import { announceStep } from '../../../../src/run/train/after/announceStep.ts'
import { phaseIn, smallSession, stepped } from '../../../support/session.ts'
import { useBackend } from '../../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

test('the warnings of a step come before the step, which counts in its phase', () => {
  const { session, events } = smallSession()
  session.steps = 20
  const advance = {
    metrics: { 'train.update.total': 0.5 },
    warnings: ['train.monitor: first', 'train.monitor: second'],
  }
  const counts = { budget: 4, read: 2, used: 2, rejected: 0, failed: 0, released: 0, inFlight: 0, highWater: 2 }
  const load = [{ flow: 'labeled', counts, stages: [] }]
  const step = { ...stepped(session, 3, advance), load: () => load }
  expect(announceStep(session, phaseIn(session), step)).toBe('continue')
  expect(events).toEqual([
    { kind: 'warning', text: 'train.monitor: first' },
    { kind: 'warning', text: 'train.monitor: second' },
    { kind: 'step', step: 3, metrics: { 'train.update.total': 0.5 }, load },
  ])
})
