import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { folderWith } from '../../support/folder.ts'
import { tinyFolder } from '../../support/images.ts'
import { ledgerRun, messagesOf, phasesOf, rowsOf, tinyNetwork } from '../../support/ledgerRun.ts'
import { metricsOf, type RunOf, runOf } from '../../support/run.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

describe('a ledger that a phase writes', () => {
  test('has a row for each image, the labeled ones included, in the order of the folder', async () => {
    const result = await runOf(await ledgerRun('pseudo-label-offline'))
    const files = ['dark', 'light'].flatMap((name) => [0, 1, 2, 3, 4].map((i) => `${name}/${i}.png`))
    const rows = rowsOf(result, 'labels')
    expect(rows.slice(0, 10).map(({ set, file }) => [set, file])).toEqual(files.map((file) => ['unlabeled', file]))
    expect(rows.slice(10).map(({ set }) => set)).toEqual(Array(4).fill('labeled'))
    expect(phasesOf(result)).toEqual(['teacher', 'label', 'student'])
  })

  test('is not evaluated: only a phase that trains the student is', async () => {
    const { trained } = await runOf(await ledgerRun('pseudo-label-offline'))
    expect(trained.evaluations.map(({ step }) => step)).toEqual([2 + 4 + 2, 2 + 4 + 3])
  })
})

describe('a ledger that a run is given', () => {
  const labels = (rows: readonly object[]): string => {
    const file = join(folderWith({}), 'mine.jsonl')
    writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(''))
    return file
  }

  test('takes the place of the teacher, who is not trained; files and classes are enough', async () => {
    const file = labels([1, 2, 3].map((i) => ({ file: `dark/${i}.png`, label: 'dark' })))
    const result = await runOf({ ...(await ledgerRun('pseudo-label-offline')), ledgers: { labels: file } })
    expect(phasesOf(result)).toEqual(['student'])
    expect(existsSync(join(result.folder.ledger, 'labels.jsonl'))).toBe(false)
  })

  test('is part of what a checkpoint was made of', async () => {
    const file = labels([0, 1, 2, 3].map((i) => ({ file: `light/${i}.png`, label: 'light' })))
    const run = { ...(await ledgerRun('pseudo-label-offline')), ledgers: { labels: file } }
    await runOf(run)
    writeFileSync(file, '{"file":"light/0.png","label":"dark"}\n', { flag: 'a' })
    expect(await messagesOf({ ...run, existing: 'resume' })).toEqual([
      'The run cannot be resumed exactly: its checkpoint was made with another splits. Go on with what it was made with, start over with --fresh, or choose another --out',
    ])
  })

  test.each([
    [
      'of another data set',
      [{ file: 'cats/1.png', label: 'dark' }],
      /mine\.jsonl speaks of cats\/1\.png, which is in none of the folders .+, .+\. Give the ledger of these folders; paths are relative to them$/,
    ],
    [
      'of a teacher with other classes',
      [{ ledger: 1, classes: ['cat', 'dog'] }],
      /^Expected labels of the classes dark, light in .+mine\.jsonl, received cat, dog\. Give the ledger of a teacher of these classes$/,
    ],
    [
      'with a class that the run does not know',
      [{ file: 'dark/1.png', label: 'grey' }],
      /^Expected labels of the classes dark, light in .+mine\.jsonl, received grey\. Give the ledger of a teacher of these classes$/,
    ],
    [
      'with too few images for a batch that is not repeated',
      [{ file: 'dark/1.png', label: 'light', accepted: false }],
      /^The flow pseudoLabeled has 0 images and its batches 4, so none would ever be full\. Add repeat to the flow, make the batch smaller, or keep the last one \(last: keep\)$/,
    ],
  ])('%s is refused before any training', async (_, rows, message) => {
    const settings =
      rows[0] !== undefined && 'accepted' in rows[0] ? ['flows.pseudoLabeled.0.ledgerImages.labeledToo=false'] : []
    const run = { ...(await ledgerRun('pseudo-label-offline', ...settings)), ledgers: { labels: labels(rows) } }
    const messages = await messagesOf(run)
    expect(messages).toHaveLength(1)
    expect(messages[0]).toMatch(message)
    expect(existsSync(join(run.out, 'metrics.jsonl'))).toBe(false)
  })

  test('must be one that the pipeline reads, and be there', async () => {
    const run = {
      ...(await ledgerRun('pseudo-label-offline')),
      ledgers: { lables: labels([]), labels: 'nowhere.jsonl' },
    }
    expect(await messagesOf(run)).toEqual([
      'Expected a ledger that the pipeline reads: labels at --ledger, received "lables"',
      'Expected a ledger at nowhere.jsonl, received nothing',
    ])
  })

  test('a class that it never names is reported once in each generation, before the first step', async () => {
    const file = labels([0, 1, 2, 3].map((i) => ({ file: `dark/${i}.png`, label: 'dark' })))
    const reported: string[] = []
    await runOf({
      ...(await ledgerRun('noisy-student', 'generations=1')),
      ledgers: { labels: file },
      watch: (event) => {
        if (event.kind === 'phase') reported.push(event.phase)
        if (event.kind === 'step') reported.push('step')
        if (event.kind === 'warning') reported.push(event.text)
      },
    })
    expect(reported.slice(0, 3)).toEqual([
      'student-1',
      'pseudoLabeled.balance: no sample is labeled light, so this quota stays empty',
      'step',
    ])
    expect(reported.filter((text) => text.includes('balance'))).toHaveLength(1)
  })

  test('a quota that nothing can fill is refused before any training', async () => {
    const file = labels([{ file: 'dark/1.png', label: 'dark', accepted: false }])
    const run = { ...(await ledgerRun('noisy-student')), ledgers: { labels: file } }
    expect(await messagesOf(run)).toEqual([
      'No sample is left to balance: no label was accepted, so nothing can fill a quota. Accept labels of lower confidence, or train the teacher longer',
    ])
  })
})

describe('a triplet', () => {
  /** A run on exemplars of this many unlabeled images, two instances each. */
  const exemplar = async (unlabeled: number, ...settings: readonly string[]): Promise<RunOf> => {
    const all = await tinyFolder(unlabeled, 9)
    rmSync(join(all, 'light'), { recursive: true })
    return {
      ...(await ledgerRun('s4l-exemplar')),
      unlabeled: all,
      settings: [
        ...['size=8', 'batch=4', 'unlabeledBatch=4', 'instances=2', 'steps=2', 'every=2', 'limits.logEvery=1'],
        ...[tinyNetwork('student'), 'flows.unlabeled.0.unlabeledImages.labeledToo=false', ...settings],
      ],
    }
  }

  test.each([
    ['that there is', 1, []],
    ['that is taken', 2, ['flows.unlabeled.1={ take: { count: 1 } }']],
  ])(
    'of the one image %s is refused before any training, since its loss would be 0 without a word',
    async (_, unlabeled, settings) => {
      const run = await exemplar(unlabeled, ...settings)
      expect(await messagesOf(run)).toEqual([
        'Expected at least two different images at flows.train.1.update.loss.unlabeledExemplar.batchHardTriplet.source, received one, in the flow unlabeled. Add images to what the flow reads',
      ])
      expect(existsSync(join(run.out, 'metrics.jsonl'))).toBe(false)
    },
  )

  test('of two images is learned', async () => {
    const [first] = metricsOf(await runOf(await exemplar(2)))
    expect(first!['metrics']).toMatchObject({ 'train.update.unlabeledExemplar': expect.any(Number) })
    expect((first!['metrics'] as Readonly<Record<string, number>>)['train.update.unlabeledExemplar']).toBeGreaterThan(0)
  })
})
