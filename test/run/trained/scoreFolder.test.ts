// Covers src/run/trained/openModel.ts.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { builtIn } from '../../../src/kind/registry.ts'
import { flattenWorld } from '../../../src/kind/step/world.ts'
import { render } from '../../../src/prelude/render.ts'
import { accuracyOf, countOf } from '../../../src/run/score/score.ts'
import { openModel } from '../../../src/run/trained/openModel.ts'
import { scoreFolder } from '../../../src/run/trained/scoreFolder.ts'
import { messageOf, resultOf, resultsOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'
import { photos } from '../../support/photos.ts'
import { textOf } from '../../support/pipelines.ts'
import { runOf } from '../../support/run.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const settings = [
  ...['size=8', 'channels=1', 'batch=2', 'steps=4', 'every=2', 'unlabeledBatch=4'],
  'models.student.network={ smallConv: { channels: [4] } }',
  'evaluate.views={ turned: [{ rotate90: { turns: 1 } }] }',
]

/** A run on small photos that was evaluated on the test folder. */
const trained = async () => {
  const data = await photos()
  const out = join(data.root, 'run')
  const { labeled, unlabeled } = data
  const run = { text: textOf('pipelines/fix-match.yaml'), labeled, unlabeled, test: data.test, out, settings }
  return { data, out, result: await runOf(run) }
}

const opened = async (out: string) => resultsOf(await openModel(out, builtIn))

const messagesOf = async (out: string): Promise<readonly string[]> => {
  const model = await openModel(out, builtIn)
  return E.isLeft(model) ? model.left.map(render) : []
}

const scored = async (out: string, images: string) =>
  scoreFolder({ model: await opened(out), images, cache: join(folderWith({}), 'index'), onFailure: () => {} })

test('law: a folder is scored as the run scored it, in the same ways', async () => {
  const { data, out, result } = await trained()
  const scores = resultOf(await scored(out, data.test))
  const found = scores.map(({ weights, views, score }) => ({ weights, views, test: accuracyOf(score) }))
  const last = result.trained.evaluations.at(-1)!.scores.map(({ weights, views, test }) => ({ weights, views, test }))
  expect(found).toEqual(last)
  expect(found.length).toBe(4)
  expect(scores.map(({ score }) => countOf(score))).toEqual([10, 10, 10, 10])
})

test('a folder with a class that the model does not know is an error; one with fewer classes is not', async () => {
  const { data, out } = await trained()
  rmSync(join(data.test, 'dark'), { recursive: true })
  const [first] = resultOf(await scored(out, data.test))
  expect(countOf(first!.score)).toBe(5)
  const strange = folderWith({ 'gray/1.png': 'x', 'dark/1.png': 'y' })
  expect(messageOf(await scored(out, strange))).toBe(
    `Expected the classes dark, light in ${strange}, received gray as well. Give the class folders of both folders the same names`,
  )
})

describe('a model', () => {
  test('is opened as the run left it: classes, steps, weights, and the state of the newest checkpoint', async () => {
    const { out, result } = await trained()
    const model = await opened(out)
    expect([model.classes, model.steps, model.weights]).toEqual([['dark', 'light'], 4, ['raw', 'average']])
    const numbersIn = (state: typeof model.state) =>
      Object.entries(flattenWorld({ models: { student: state }, states: {} })).map(([name, tensor]) => [
        name,
        [...tensor.dataSync()],
      ])
    expect(numbersIn(model.state).sort()).toEqual(numbersIn(result.trained.world.models['student']!).sort())
  })

  test('of a folder that is no run is an error that says what is missing', async () => {
    const folder = folderWith({})
    expect(await messagesOf(folder)).toEqual([
      `Expected the folder of a run at ${folder}, received one without ${join(folder, 'pipeline.resolved.yaml')}`,
    ])
  })

  test('of a run without a checkpoint is an error that says how to get one', async () => {
    const { out } = await trained()
    rmSync(join(out, 'checkpoints'), { recursive: true })
    expect(await messagesOf(out)).toEqual([
      `The run ${out} has no checkpoint yet. Let it train longer, or go on with --resume`,
    ])
  })

  test('with splits or an environment that are damaged is an error that names the file', async () => {
    const { out } = await trained()
    writeFileSync(join(out, 'environment.json'), '{"file":')
    expect(await messagesOf(out)).toEqual([expect.stringMatching(/^.*environment\.json cannot be read: SyntaxError: /)])
    writeFileSync(join(out, 'environment.json'), '{}')
    writeFileSync(join(out, 'splits.json'), '{"version":')
    expect(await messagesOf(out)).toEqual([expect.stringMatching(/^.*splits\.json cannot be read: SyntaxError: /)])
  })
})
