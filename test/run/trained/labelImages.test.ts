// Covers src/run/trained/labelRest.ts.
import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, expect, test } from 'vitest'
import { openLedger } from '../../../src/data/ledger/openLedger.ts'
import { builtIn } from '../../../src/kind/registry.ts'
import { render } from '../../../src/prelude/render.ts'
import { labelImages } from '../../../src/run/trained/labelImages.ts'
import type { LabelRequest } from '../../../src/run/trained/labelRequest.ts'
import { type OpenModel, openModel } from '../../../src/run/trained/openModel.ts'
import { resultOf } from '../../support/either.ts'
import { photos } from '../../support/photos.ts'
import { textOf } from '../../support/pipelines.ts'
import { runOf } from '../../support/run.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const settings = [
  'size=8',
  'channels=1',
  'batch=2',
  'steps=2',
  'every=2',
  'evaluate.batch=4',
  'models.student.network.smallConv.channels=[4]',
]

const trained = async (root: string, labeled: string, more: readonly string[] = []): Promise<OpenModel> => {
  const out = join(root, 'run')
  await runOf({ text: textOf('pipelines/supervised.yaml'), labeled, out, settings: [...settings, ...more] })
  const model = await openModel(out, builtIn)
  if (E.isLeft(model)) throw new Error(model.left.map(render).join('\n'))
  return model.right
}

const quiet = { onIndex: () => {}, onProgress: () => {}, onFailure: () => {} }

test('law: stopped after any batch and resumed, even behind a torn row, the file is that of an unbroken pass', async () => {
  const data = await photos()
  writeFileSync(join(data.unlabeled, '1/empty.png'), '')
  const model = await trained(data.root, data.labeled)
  const request = (name: string): LabelRequest => ({
    ...quiet,
    model,
    images: data.unlabeled,
    out: join(data.root, name),
    resume: false,
    atLeast: 0.5,
    views: null,
    signal: new AbortController().signal,
  })
  const whole = await labelImages(request('whole.jsonl'))
  expect(whole).toMatchObject({ right: { images: 21, written: 20, quarantined: 1, interrupted: false } })
  expect(whole).toMatchObject({ right: { counts: { budget: 8, read: 21, used: 20, failed: 1, inFlight: 0 } } })

  const file = join(data.root, 'broken.jsonl')
  const stop = new AbortController()
  let batches = 0
  const onProgress = (): void => {
    if (++batches === 2) stop.abort()
  }
  const stopped = await labelImages({ ...request('broken.jsonl'), onProgress, signal: stop.signal })
  expect(stopped).toMatchObject({ right: { written: 8, interrupted: true } })
  appendFileSync(file, '{"file":"torn')
  const refused = await labelImages({ ...request('broken.jsonl'), resume: true, atLeast: 0.6 })
  expect(E.isLeft(refused) && render(refused.left)).toBe(
    `${file} was begun with another model, folder, views or threshold. Start again without --resume, with another --out`,
  )
  const resumed = await labelImages({ ...request('broken.jsonl'), resume: true })
  expect(resumed).toMatchObject({ right: { written: 12, interrupted: false } })
  const written = readFileSync(join(data.root, 'whole.jsonl'), 'utf8')
  expect(readFileSync(file, 'utf8')).toBe(written)

  const ledger = resultOf(openLedger(file))
  expect([ledger.classes, ledger.length]).toEqual([['dark', 'light'], 20])
  expect(ledger.row(0)).toMatchObject({ file: '0/d0.png', set: null })
  ledger.close()

  // Killed before the first row: nothing, a torn first line, or just the first line.
  for (const [name, begun] of [
    ['none', ''],
    ['torn', '{"ledg'],
    ['first', `${written.split('\n', 1)[0]}\n`],
  ]) {
    const early = request(`${name}.jsonl`)
    await labelImages({ ...early, signal: AbortSignal.abort() })
    writeFileSync(early.out, begun!)
    expect(await labelImages({ ...early, resume: true })).toMatchObject({ right: { written: 20 } })
    expect(readFileSync(early.out, 'utf8')).toBe(written)
  }
})

test('averages over views that the pipeline of the run names, and says which there are', async () => {
  const data = await photos()
  const views = 'evaluate.views={ twice: [[], []], turned: [{ rotate90: { turns: 2 } }] }'
  const model = await trained(data.root, data.labeled, [views])
  const label = (views: string | null) => {
    const out = join(data.root, `${views}.jsonl`)
    const request = { ...quiet, model, images: data.unlabeled, out, resume: false, atLeast: 0, views }
    return labelImages({ ...request, signal: new AbortController().signal })
  }
  const confidences = async (views: string | null): Promise<readonly number[]> => {
    await label(views)
    const ledger = resultOf(openLedger(join(data.root, `${views}.jsonl`)))
    const found = Array.from({ length: ledger.length }, (_, i) => ledger.row(i).confidence)
    ledger.close()
    return found
  }
  const plain = await confidences(null)
  const twice = await confidences('twice')
  const turned = await confidences('turned')
  twice.forEach((value, i) => {
    expect(value).toBeCloseTo(plain[i]!, 6)
  })
  expect(turned).not.toEqual(plain)
  const refused = await label('turnd')
  expect(E.isLeft(refused) && render(refused.left)).toBe(
    'Expected views of the run (twice, turned) at views, received "turnd"; did you mean "turned"?',
  )
})
