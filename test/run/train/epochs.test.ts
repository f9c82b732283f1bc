import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { nothing } from '../../../src/codec/index.ts'
import { builtIn, type Registry } from '../../../src/kind/registry.ts'
import { defineStage } from '../../../src/kind/stage/stage.ts'
import { defineStep } from '../../../src/kind/step/step.ts'
import { folderWith } from '../../support/folder.ts'
import { tinyFolder } from '../../support/images.ts'
import { type RunOf, runOf, stepsOf } from '../../support/run.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

/** Logs what schedules see of time. */
const clock = defineStep({
  name: 'clock',
  summary: 'logs the epochs made',
  params: nothing,
  use: () => ({
    infer: () => E.right({}),
    metrics: ['epoch'],
    run:
      () =>
      (_world, _batch, { epoch }) => ({ metrics: { epoch } }),
  }),
})

/** Two samples of each. */
const twice = defineStage({
  name: 'twice',
  summary: 'each sample twice',
  params: nothing,
  use: () => ({ infer: () => E.right({}), run: () => (frame) => E.right([frame, frame]) }),
})

const registry: Registry = {
  ...builtIn,
  step: { ...builtIn.step, clock },
  stage: { ...builtIn.stage, twice },
}

const flow = (source: string, batch: number, repeat = 'repeat'): string =>
  `[${source}, shuffle, ${repeat}, { decode: { size: 8 } }, { augment: { weak: cropFlip } }, { batch: { size: ${batch} } }]`

const labeled = (batch: number, repeat?: string) => flow('labeledImages', batch, repeat)
const unlabeled = (batch: number) => flow('{ unlabeledImages: { labeledToo: false } }', batch)

/** What a step sees before each update on the zipped flows: 4 labeled images, and 6 unlabeled ones. */
const epochsOf = async (flows: Readonly<Record<string, string>>, until = '{ steps: 5 }', more: Partial<RunOf> = {}) => {
  const names = Object.keys(flows)
  const text = `
name: epochs
models: { student: { network: { smallConv: { channels: [4] } } } }
flows:
${names.map((name) => `  ${name}: ${flows[name]}`).join('\n')}
  train:
    - zip: [${names}]
    - clock
    - update: { model: student, loss: { ${names.map((name) => `${name}: { entropy: { of: ${name}.weak } }`)} } }
phases: [{ name: train, flow: train, until: ${until} }]
evaluate: { model: student, decode: { size: 8 }, every: 100 }
limits: { logEvery: 1 }
`
  const run = { text, labeled: await tinyFolder(5), unlabeled: await tinyFolder(3, 9), validationPerClass: 0, ...more }
  const result = await runOf({ ...run, out: join(folderWith({}), 'run'), registry })
  return stepsOf(result).map(({ metrics }) => metrics['train.clock.epoch'])
}

describe('an epoch', () => {
  test('is one pass over the labeled images: a batch of 2 is half of 4', async () =>
    expect(await epochsOf({ labeled: labeled(2) })).toEqual([0, 0.5, 1, 1.5, 2]))

  test('is theirs too where other images come first', async () =>
    expect(await epochsOf({ others: unlabeled(2), labeled: labeled(2) })).toEqual([0, 0.5, 1, 1.5, 2]))

  test('is one pass over the images of the first flow where no flow has labeled ones: 3 of 6, 2 of 6', async () => {
    expect(await epochsOf({ others: unlabeled(3), more: unlabeled(2) })).toEqual([0, 0.5, 1, 1.5, 2])
    expect(await epochsOf({ more: unlabeled(2), others: unlabeled(3) })).toEqual([0, 2 / 6, 4 / 6, 1, 8 / 6])
  })

  test('of a ledger is one pass over what it has labels for: a batch of 2 of 4 and the 4 labeled images', async () => {
    const rows = ['dark/0', 'dark/1', 'light/0', 'light/1'].map((name) => `{"file":"${name}.png","label":"dark"}`)
    const file = join(folderWith({ 'mine.jsonl': rows.join('\n') }), 'mine.jsonl')
    const relabeled = flow('{ ledgerImages: { ledger: labels } }', 2)
    const epochs = await epochsOf({ relabeled }, '{ steps: 5 }', { ledgers: { labels: file } })
    expect(epochs).toEqual([0, 0.25, 0.5, 0.75, 1])
  })

  test('is counted in flows that end, and in samples of which several make a batch of one image', async () => {
    expect(await epochsOf({ labeled: labeled(2, '{ repeat: { times: 2 } }') }, 'end')).toEqual([0, 0.5, 1, 1.5])
    expect(await epochsOf({ labeled: labeled(2).replace('{ augment', 'twice, $&') })).toEqual([0, 0.25, 0.5, 0.75, 1])
  })
})
