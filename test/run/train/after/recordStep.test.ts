import { beforeAll, expect, test } from 'vitest'
import type { LedgerRecord } from '../../../../src/kind/step/step.ts'
import { recordStep } from '../../../../src/run/train/after/recordStep.ts'
import { phaseIn, smallSession, stepped } from '../../../support/session.ts'
import { useBackend } from '../../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const label = (index: number): LedgerRecord => ({
  file: { set: 'labeled', index, path: `${index}.png` },
  label: 0,
  confidence: 1,
  accepted: true,
  probabilities: [1, 0],
})

test('metrics are written every limits.logEvery steps of the run, labels after each', async () => {
  const { session, rows, ledgers } = smallSession()
  for (const step of [1, 2, 3, 4, 5]) {
    session.steps = step
    const records = [{ ledger: 'labels', rows: [label(step)] }]
    const verdict = recordStep(session, phaseIn(session), stepped(session, step, { records, metrics: { loss: step } }))
    expect(verdict).toBe('continue')
  }
  expect(rows).toEqual([
    { step: 2, phase: 'train', metrics: { loss: 2 } },
    { step: 4, phase: 'train', metrics: { loss: 4 } },
  ])
  expect(ledgers).toEqual({ labels: ['1.png', '2.png', '3.png', '4.png', '5.png'] })
})

test('a ledger is written to the file of the generation, and metrics have its name', () => {
  const { session, rows, ledgers } = smallSession()
  session.steps = 2
  const run = { ...session.runs[0]!, name: 'train-2', writes: { labels: 'labels-2' } }
  const records = [{ ledger: 'labels', rows: [label(0)] }]
  recordStep(session, phaseIn(session, { run }), stepped(session, 1, { records }))
  expect(Object.keys(ledgers)).toEqual(['labels-2'])
  expect(rows).toEqual([{ step: 2, phase: 'train-2', metrics: {} }])
})
