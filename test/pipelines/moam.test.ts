import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { mentions } from '../../src/codec/mentions.ts'
import { openLedger } from '../../src/data/ledger/openLedger.ts'
import { resultOf } from '../support/either.ts'
import { tinyFolder } from '../support/images.ts'
import { lossOf, planOf, weightAt } from '../support/pipelines.ts'
import { trained } from '../support/trained.ts'
import { useBackend } from '../support/useBackend.ts'
import { vocabulary } from '../support/vocabulary.ts'

const plan = planOf('pipelines/s4l-moam.yaml', 10)

beforeAll(() => useBackend('cpu'))

describe.each(['join', 'rejoin'])('the loss of %s', (flow) => {
  const loss = lossOf(plan, flow)
  const weightsAt = (step: number) =>
    Object.fromEntries(
      Object.entries(loss).map(([name, term]) => [name, weightAt(term, { step, steps: 1000, epoch: 0 })]),
    )

  test('weighs classes, perturbations and rotations by 1 together, and the entropy by 0.3', () => {
    const { entropy, ...others } = weightsAt(500)
    expect(entropy).toBe(0.3)
    expect(others).toEqual({ supervised: 0.3, labeledRotation: 0.2, unlabeledRotation: 0.2, adversarial: 0.3 })
    // 0.3 + 0.2 + 0.2 + 0.3
    expect(Object.values(others).reduce((a, b) => a + b)).toBeCloseTo(1, 12)
  })

  test('perturbs and sharpens unlabeled images only, the turned ones by their share', () => {
    const read = ['adversarial', 'entropy'].map((name) =>
      mentions(vocabulary.term, loss[name])
        .filter(({ role }) => role.of === 'read')
        .map((mention) => mention.name),
    )
    expect(read).toEqual([
      ['unlabeled.perturbed', 'unlabeled.probabilities', 'unlabeled.share'],
      ['unlabeled.rotated', 'unlabeled.share'],
    ])
    expect([loss['adversarial'], loss['entropy']]).toMatchObject([
      { mask: 'unlabeled.share', over: 'kept' },
      { mask: 'unlabeled.share', over: 'kept' },
    ])
  })
})

test('the first step ramps perturbations and entropy up, the second has them at once', () => {
  const at = (flow: string, step: number) =>
    ['adversarial', 'entropy'].map((name) => weightAt(lossOf(plan, flow)[name]!, { step, steps: 1000, epoch: 0 }))
  // From 0 at step 100 to 0.3 at step 500: half of it at 300.
  expect([100, 300, 500].map((step) => at('join', step))).toEqual([
    [0, 0],
    [0.15, 0.15],
    [0.3, 0.3],
  ])
  expect(at('rejoin', 0)).toEqual([0.3, 0.3])
})

test('each file is labeled once, by five crops times four turns', async () => {
  const labeled = await tinyFolder(6)
  const settings = ['unlabeledBatch=4', 'labelBatch=4', 'retrainSteps=1', 'tuneBatch=4', 'tuneSteps=1']
  const tuned = 'models.tuned.network={ smallConv: { channels: [4] } }'
  const { folder } = await trained('s4l-moam', labeled, [...settings, tuned])
  const ledger = resultOf(openLedger(join(folder.ledger, 'labels.jsonl')))
  const files = Array.from({ length: ledger.length }, (_, i) => ledger.row(i).file)
  ledger.close()
  // 6 of each class, of which validation keeps one: 10, in batches of 4, 4 and 2.
  expect(new Set(files).size).toBe(10)
  expect(files).toHaveLength(10)
  expect(plan.flows['everything']!.types['shown']!.shape[1]).toBe(20)
})
