// Covers src/cli/writeReport.ts.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { writeReport } from '../../src/cli/writeReport.ts'
import { render } from '../../src/prelude/render.ts'
import { folderWith } from '../support/folder.ts'
import { tinyFolder } from '../support/images.ts'
import { runOf, stepsOf, tryRun } from '../support/run.ts'
import { useBackend } from '../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const text = (updates: string): string => `
name: updates
models:
  student: { network: { smallConv: { channels: [2] } } }
  other: { network: { smallConv: { channels: [2] } } }
flows:
  train:
    - labeledImages
    - repeat
    - decode: { size: 8 }
    - augment: { weak: cropFlip }
    - batch: { size: 2 }
${updates}
phases: [{ name: step, flow: train, until: { steps: 2 } }]
evaluate: { model: student, decode: { size: 8 }, every: 2 }
limits: { logEvery: 1 }
`

const update = (model: string, term: string, weight = '1') =>
  `    - update: { model: ${model}, loss: { ${term}: { crossEntropy: { of: weak, target: label }, weight: ${weight} } } }`

const request = async (updates: readonly string[]) => ({
  text: text(updates.join('\n')),
  labeled: await tinyFolder(4),
  out: join(folderWith({}), 'run'),
})

describe('two updates of one flow', () => {
  test('log their terms and totals apart', async () => {
    const rows = stepsOf(await runOf(await request([update('student', 'own'), update('other', 'own', '0.5')])))
    expect(rows.map(({ step, phase, metrics }) => [step, phase, Object.keys(metrics)])).toEqual(
      [1, 2].map((step) => [
        step,
        'step',
        ['train.update.own', 'train.update.total', 'train.update2.own', 'train.update2.total'],
      ]),
    )
    for (const { metrics } of rows) {
      expect(metrics['train.update.total']).toBe(metrics['train.update.own'])
      expect(metrics['train.update2.total']).toBeCloseTo(metrics['train.update2.own']! / 2, 6)
    }
  })

  test('fail the run by a loss of the first that is not finite', async () => {
    const ended = await tryRun(await request([update('student', 'own', '1.0e+200'), update('other', 'own')]))
    expect(E.isLeft(ended) && ended.left.map(render)).toEqual([
      'train.update.total is Infinity at step 1. The last good checkpoint is kept; try a smaller rate, or clip the gradient (optimizer: [{ clipNorm: { norm: 1 } }, sgd])',
    ])
  })
})

test('terms called step, phase and metrics leave the rows and the report as they are', async () => {
  const terms = ['step', 'phase', 'metrics', 'evaluation'].map(
    (name) => `${name}: { crossEntropy: { of: weak, target: label } }`,
  )
  const whole = `    - update: { model: student, loss: { ${terms.join(', ')} } }`
  const run = await runOf(await request([whole, update('other', 'own')]))
  const rows = stepsOf(run)
  expect(rows.map(({ step, phase }) => [step, phase])).toEqual([
    [1, 'step'],
    [2, 'step'],
  ])
  for (const { metrics } of rows) {
    expect(Object.keys(metrics).filter((name) => name.startsWith('train.update.'))).toEqual(
      ['step', 'phase', 'metrics', 'evaluation', 'total'].map((name) => `train.update.${name}`),
    )
    expect(metrics['train.update.step']).toBe(metrics['train.update.phase'])
  }
  writeReport(run)
  const page = readFileSync(run.folder.report, 'utf8')
  for (const name of ['step', 'phase', 'total']) expect(page).toContain(`train.update.${name}`)
})
