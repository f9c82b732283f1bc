// Covers src/run/score/scoreImages.ts, src/run/score/scoreModel.ts.
import { join } from 'node:path'
import { memory, tidy } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { lastValueFrom, toArray } from 'rxjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodeImage } from '../../../src/image/decode.ts'
import { tensorOf } from '../../../src/kind/field/frame.ts'
import { collateImages } from '../../../src/kind/field/tensorsOf.ts'
import type { LabeledImage } from '../../../src/kind/source/imageSets.ts'
import { predict } from '../../../src/kind/step/predict/predict.ts'
import type { ModelParts } from '../../../src/kind/step/step.ts'
import { type World, withModel } from '../../../src/kind/step/world.ts'
import { modelParts } from '../../../src/pipeline/plan/modelParts.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { answer } from '../../../src/run/score/answer.ts'
import { type ClassifyOptions, classify } from '../../../src/run/score/classify.ts'
import type { Way } from '../../../src/run/score/evaluation.ts'
import { accuracyOf, addToScore, countOf, emptyScore } from '../../../src/run/score/score.ts'
import { scoreImages } from '../../../src/run/score/scoreImages.ts'
import { scoreModel } from '../../../src/run/score/scoreModel.ts'
import { initialModel, initialWorld } from '../../../src/run/train/initialWorld.ts'
import { sequenceOf } from '../../../src/stream/sequence.ts'
import { resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'
import { tinyFolder } from '../../support/images.ts'
import { planFrom } from '../../support/pipelines.ts'
import { useBackend } from '../../support/useBackend.ts'
import { using } from '../../support/vocabulary.ts'

beforeAll(() => useBackend('cpu'))

/** Two models of other sizes and colors; the small one is evaluated. */
const plan = planFrom(
  `
name: classified
models:
  small: { network: { smallConv: { channels: [4] } } }
  large: { network: { smallConv: { channels: [4] } } }
flows:
  gray: [labeledImages, repeat, { decode: { size: 8, channels: 1 } }, { batch: { size: 2 } }]
  color: [labeledImages, repeat, { decode: { size: { width: 12, height: 10 } } }, { batch: { size: 2 } }]
  small:
    - zip: [gray]
    - update: { model: small, loss: { supervised: { crossEntropy: { of: gray.image, target: gray.label } } } }
    - average: { model: small }
  large:
    - zip: [color]
    - update: { model: large, loss: { supervised: { crossEntropy: { of: color.image, target: color.label } } } }
phases: [{ name: small, flow: small, until: { steps: 1 } }, { name: large, flow: large, until: { steps: 1 } }]
evaluate: { model: small, decode: { size: 8, channels: 1 }, every: 1, batch: 3, views: { turned: [{ rotate90: { turns: 1 } }] } }
`,
  2,
)

const models = modelParts(plan)

/** A world in which the average is another model than the one being trained. */
const world = (): World => {
  const first = resultOf(initialWorld(plan, models, keyOf(1)))
  const { parameters, statistics } = initialModel(models['small']!, keyOf(2))
  return withModel(first, 'small', { averages: { average: { parameters, statistics } } })
}

const ways: readonly Way[] = [
  { weights: 'raw', views: null },
  { weights: 'average', views: null },
]

/** Three dark and three light images. */
const imagesIn = (folder: string): readonly LabeledImage[] =>
  ['dark', 'light'].flatMap((name, category) =>
    [0, 1, 2].map((i) => ({
      file: { set: 'test', index: 3 * category + i, path: join(folder, name, `${i}.png`) },
      category,
    })),
  )

const optionsFor = (images: readonly LabeledImage[], change: Partial<ClassifyOptions> = {}): ClassifyOptions => ({
  images: { labeled: sequenceOf(images) },
  decode: plan.spec.evaluate.decode,
  views: plan.spec.evaluate.views,
  batch: 3,
  concurrency: 2,
  resources: { kept: () => null },
  onFailure: ({ file, reason }) => {
    throw new Error(`${file}: ${reason}`)
  },
  ...change,
})

const parts = models['small'] as ModelParts

const classifiedBy = (options: ClassifyOptions, state = world().models['small']!, asked = ways) =>
  lastValueFrom(classify(options, parts.network, state, asked).classified.pipe(toArray()))

const decoded = async (path: string) => {
  const image = await decodeImage({ size: { width: 8, height: 8 }, fit: 'cover', channels: 1, pixelLimit: 1e6 })(path)
  if (E.isLeft(image)) throw new Error(image.left.reason)
  return image.right
}

describe('law: there is one path to a prediction', () => {
  test('a step that predicts, an answer and a classified folder say the same, to the bit', async () => {
    const images = imagesIn(await tinyFolder(3))
    const all = world()
    const batches = await classifiedBy(optionsFor(images), all.models['small'])
    const ask = answer(parts.network, all.models['small']!, ways, {})
    for (const [i, weights] of ['raw', 'average'].entries()) {
      const step = using(predict, { model: 'small', weights, on: 'image', writes: 'said' })
      const run = step.run({ id: 'predict', state: 'predict', given: {}, models })
      for (const batch of [0, 1]) {
        const rasters = await Promise.all(images.slice(3 * batch, 3 * batch + 3).map(({ file }) => decoded(file.path)))
        const said = tidy(() => {
          const moment = { step: 0, steps: 1, epoch: 0, key: keyOf(1) }
          const { fields } = run(all, { image: collateImages(rasters) }, moment)
          return Float32Array.from(tensorOf(fields!, 'said').dataSync())
        })
        expect(ask(rasters.map((image) => ({ image, key: keyOf(4) })))[i]).toEqual(said)
        expect(batches[batch]!.probabilities[i]).toEqual(said)
      }
    }
    expect(batches[0]!.probabilities[0]).not.toEqual(batches[0]!.probabilities[1])
  })

  test('a score counts what a classified folder says', async () => {
    const images = imagesIn(await tinyFolder(3))
    const state = world().models['small']!
    const batches = await classifiedBy(optionsFor(images), state)
    const scores = await scoreImages({ ...optionsFor(images), classes: 2 }, parts.network, state, ways)
    expect(scores).toEqual(
      ways.map((_, i) =>
        batches.reduce(
          (score, { probabilities, labels }) => addToScore(score, probabilities[i]!, labels),
          emptyScore(2),
        ),
      ),
    )
    expect(scores.map(countOf)).toEqual([6, 6])
  })
})

describe('images', () => {
  test('come once, in order, in batches; the last is kept, and no tensor is left', async () => {
    const images = imagesIn(await tinyFolder(3))
    const state = world().models['small']!
    const before = memory().numTensors
    const batches = await classifiedBy(optionsFor(images, { batch: 4 }), state)
    expect(memory().numTensors).toBe(before)
    expect(batches.map(({ files }) => files.map(({ index }) => index))).toEqual([
      [0, 1, 2, 3],
      [4, 5],
    ])
    expect(batches.map(({ labels }) => [...labels])).toEqual([
      [0, 0, 0, 1],
      [1, 1],
    ])
  })

  test('without labels have none', async () => {
    const images = imagesIn(await tinyFolder(3))
    const [batch] = await classifiedBy(optionsFor(images, { images: { unlabeled: sequenceOf(images) } }))
    expect(batch!.labels.length).toBe(0)
    expect(batch!.files.length).toBe(3)
  })

  test('that cannot be read are reported, and left out', async () => {
    const [one, ...rest] = imagesIn(await tinyFolder(3))
    const broken = { ...one!, file: { ...one!.file, path: join(folderWith({ 'broken.png': 'x' }), 'broken.png') } }
    const reported: string[] = []
    const options = optionsFor([broken, ...rest], { onFailure: ({ file }) => reported.push(file) })
    const batches = await classifiedBy(options)
    expect(reported).toEqual([broken.file.path])
    expect(batches.flatMap(({ files }) => files.map(({ index }) => index))).toEqual([1, 2, 3, 4, 5])
  })

  test('none are no batch, and an empty score', async () => {
    expect(await classifiedBy(optionsFor([]))).toEqual([])
    const state = world().models['small']!
    const [score] = await scoreImages({ ...optionsFor([]), classes: 2 }, parts.network, state, [ways[0]!])
    expect([countOf(score!), accuracyOf(score!)]).toEqual([0, null])
  })

  test('are read only when somebody subscribes', async () => {
    const reported: string[] = []
    const options = optionsFor(imagesIn(folderWith({})), { onFailure: ({ file }) => reported.push(file) })
    const { classified } = classify(options, parts.network, world().models['small']!, ways)
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(reported).toEqual([])
    await lastValueFrom(classified, { defaultValue: null })
    expect(reported.length).toBe(6)
  })
})

test('a model is scored on images of its own size and colors, whatever the evaluation decodes', async () => {
  const images = sequenceOf(imagesIn(await tinyFolder(3)))
  const scoring = {
    ...{ plan, models, data: { classes: ['dark', 'light'] }, resources: { kept: () => null } },
    onFailure: () => {},
  }
  for (const model of ['small', 'large']) {
    const [score] = await scoreModel(scoring, images, world(), model, [ways[0]!])
    expect([model, countOf(score!)]).toEqual([model, 6])
  }
})
