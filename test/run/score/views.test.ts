import { join } from 'node:path'
import { mean, softmax, tidy } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, expect, test } from 'vitest'
import { apply } from '../../../src/augment/apply.ts'
import { openLedger } from '../../../src/data/ledger/openLedger.ts'
import { decodeImage } from '../../../src/image/decode.ts'
import { collateImages } from '../../../src/kind/field/tensorsOf.ts'
import { builtIn } from '../../../src/kind/registry.ts'
import { drawPolicy } from '../../../src/kind/transform/drawPolicy.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { openModel } from '../../../src/run/trained/openModel.ts'
import { resultOf } from '../../support/either.ts'
import { photos } from '../../support/photos.ts'
import { runOf } from '../../support/run.ts'
import { useBackend } from '../../support/useBackend.ts'
import { policyOf } from '../../support/vocabulary.ts'

const places = ['center', 'topLeft', 'topRight', 'bottomLeft', 'bottomRight']

/** Trains a few steps, then labels the whole folder by the mean over five crops times four turns. */
const text = `
name: crops
models: { student: { network: { smallConv: { channels: [4] } } } }
flows:
  labeled:
    - labeledImages
    - shuffle
    - repeat
    - decode: { size: 8, channels: 1 }
    - batch: { size: 4 }
    - update: { model: student, loss: { supervised: { crossEntropy: { of: image, target: label } } } }
    - average: { model: student }
  all:
    - unlabeledImages
    - decode: { size: 8, channels: 1 }
    - views:
        first: [${places.map((at) => `{ cropAt: { at: ${at} } }`).join(', ')}]
        next: [${[0, 1, 2, 3].map((turns) => `{ rotate90: { turns: ${turns} } }`).join(', ')}]
        writes: crops
    - batch: { size: 3, last: keep }
    - predict: { model: student, weights: average, on: crops, writes: probabilities }
    - record: { file: file, from: probabilities }
phases:
  - { name: train, flow: labeled, until: { steps: 20 } }
  - { name: label, flow: all, until: end }
evaluate: { model: student, decode: { size: 8, channels: 1 }, every: 100 }
`

beforeAll(() => useBackend('cpu'))

test('five crops times four turns label a folder: one row for each file, the mean of twenty predictions', async () => {
  const data = await photos()
  const out = join(data.root, 'run')
  const run = await runOf({ text, labeled: data.labeled, unlabeled: data.unlabeled, out })
  const ledger = resultOf(openLedger(join(run.folder.ledger, 'labels.jsonl')))
  const rows = Array.from({ length: ledger.length }, (_, i) => ledger.row(i))
  ledger.close()
  const files = rows.map(({ set, file }) => join(set === 'labeled' ? data.labeled : data.unlabeled, file))
  expect(new Set(files).size).toBe(files.length)
  // All 20 unlabeled photos, and the labeled ones, of which validation keeps one of each class.
  expect(files.length).toBe(24)

  const opened = await openModel(out, builtIn)
  if (E.isLeft(opened)) throw new Error('Expected a model')
  const { network, state } = opened.right
  const seen = async (file: string): Promise<readonly number[]> => {
    const decoded = await decodeImage({ size: { width: 8, height: 8 }, fit: 'cover', channels: 1, pixelLimit: 1e6 })(
      file,
    )
    if (E.isLeft(decoded)) throw new Error('Expected a picture')
    const image = decoded.right
    const pictures = places.flatMap((at) =>
      [0, 1, 2, 3].map((turns) => {
        const policy = policyOf([{ cropAt: { at } }, { rotate90: { turns } }])
        return apply(drawPolicy(policy)(keyOf(0), image))(image)
      }),
    )
    // All twenty in one pass: by running statistics it is the same as twenty passes.
    return tidy(() => {
      const mode = { normalization: 'running', noise: null } as const
      const logits = network.apply(state.averages['average']!, collateImages(pictures), mode).outputs['label']!
      return [...softmax(mean(logits, 0)).dataSync()]
    })
  }
  for (const [i, { probabilities }] of rows.slice(0, 6).entries()) {
    const expected = await seen(files[i]!)
    expect(probabilities![0]).toBeCloseTo(expected[0]!, 5)
    expect(probabilities![1]).toBeCloseTo(expected[1]!, 5)
  }
})
