import { appendFileSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { openLedger } from '../../../src/data/ledger/openLedger.ts'
import type { LedgerRecord } from '../../../src/kind/step/step.ts'
import { checkpointsOf } from '../../../src/run/folder/checkpoint.ts'
import { openRecords } from '../../../src/run/folder/records.ts'
import { runFolder } from '../../../src/run/folder/runFolder.ts'
import { resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'
import { photos } from '../../support/photos.ts'
import { runOf } from '../../support/run.ts'
import { useBackend } from '../../support/useBackend.ts'

const record = (name: string, label: number): LedgerRecord => ({
  file: { set: 'unlabeled', index: 0, path: `/all/${name}` },
  label,
  confidence: 1,
  accepted: true,
  probabilities: [1 - label, label],
})

const [first, second] = [[record('a.jpg', 0)], [record('b.jpg', 1), record('c.jpg', 0)]]

const sets = { classes: ['cat', 'dog'], images: 3, indexes: { unlabeled: { folder: '/all' } } } as never

const opened = (root: string, lengths: Readonly<Record<string, number>> | null) =>
  resultOf(openRecords(runFolder(root), lengths, 0, sets))

const written = `{"ledger":1,"classes":["cat","dog"]}
{"file":"a.jpg","set":"unlabeled","label":"cat","confidence":1,"accepted":true,"probabilities":[1,0]}
{"file":"b.jpg","set":"unlabeled","label":"dog","confidence":1,"accepted":true,"probabilities":[0,1]}
{"file":"c.jpg","set":"unlabeled","label":"cat","confidence":1,"accepted":true,"probabilities":[1,0]}
`

describe('the ledger of a run', () => {
  test.each([
    ['before', false],
    ['after', true],
  ])('begun %s the checkpoint, cut back and written again, it is that of an unbroken run', (_, late) => {
    const root = folderWith({})
    const ledger = join(root, 'ledger/labels.jsonl')
    const broken = opened(root, null)
    const early = broken.lengths()
    broken.addToLedger('labels', first)
    const lengths = late ? early : broken.lengths()
    broken.addToLedger('labels', second)
    broken.close()
    expect(readFileSync(ledger, 'utf8')).toBe(written)
    appendFileSync(ledger, '{"file":"torn')
    const resumed = opened(root, lengths)
    if (late) resumed.addToLedger('labels', first)
    resumed.addToLedger('labels', second)
    resumed.close()
    expect(readFileSync(ledger, 'utf8')).toBe(written)
  })
})

const text = `
name: recorded
models: { student: { network: { smallConv: { channels: [4] } }, optimizer: { sgd: { rate: 0.01 } } } }
flows:
  images: [unlabeledImages, repeat, { decode: { size: 8, channels: 1 } }, { augment: { weak: cropFlip } }, { batch: { size: 4 } }]
  labeled: [labeledImages, repeat, { decode: { size: 8, channels: 1 } }, { augment: { weak: cropFlip } }, { batch: { size: 2 } }]
  train:
    - zip: [labeled, images]
    - predict: { model: student, on: images.weak, writes: images.probabilities }
    - record: { file: images.file, from: images.probabilities }
    - update: { model: student, loss: { supervised: { crossEntropy: { of: labeled.weak, target: labeled.label } } } }
phases: [{ name: train, flow: train, until: { steps: 4 } }]
evaluate: { model: student, decode: { size: 8, channels: 1 }, every: 2 }
`

describe('a run with a record step', () => {
  beforeAll(() => useBackend('cpu'))

  test('names the files by their paths in the folder of their set, and goes on with the same bytes', async () => {
    const data = await photos()
    const request = { text, labeled: data.labeled, unlabeled: data.unlabeled, out: join(data.root, 'run') }
    const { folder } = await runOf(request)
    const file = join(folder.ledger, 'labels.jsonl')
    const whole = readFileSync(file, 'utf8')
    const ledger = resultOf(openLedger(file))
    const rows = Array.from({ length: ledger.length }, (_, i) => ledger.row(i))
    ledger.close()
    expect(ledger.classes).toEqual(['dark', 'light'])
    expect(rows.map(({ set, file: name }) => `${set}: ${name}`).slice(0, 3)).toEqual([
      'unlabeled: 0/d0.png',
      'unlabeled: 0/d3.png',
      'unlabeled: 0/d6.png',
    ])
    expect(rows).toHaveLength(16)

    const newest = (await checkpointsOf(folder.checkpoints)).at(-1)!
    rmSync(join(folder.checkpoints, newest), { recursive: true })
    await runOf({ ...request, existing: 'resume' })
    expect(readFileSync(file, 'utf8')).toBe(whole)
  })

  test('without an unlabeled folder the images are those of the labeled one', async () => {
    const data = await photos()
    const { folder } = await runOf({ text, labeled: data.labeled, out: join(data.root, 'run') })
    const ledger = resultOf(openLedger(join(folder.ledger, 'labels.jsonl')))
    expect(ledger.row(0)).toMatchObject({ set: 'labeled', file: expect.stringMatching(/^dark\/\d\.png$/) })
    ledger.close()
  })
})
