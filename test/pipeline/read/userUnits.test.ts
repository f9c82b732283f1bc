import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, expect, test } from 'vitest'
import { builtIn, kinds } from '../../../src/kind/registry.ts'
import { withUserUnits } from '../../../src/pipeline/read/userUnits.ts'
import { render } from '../../../src/prelude/render.ts'
import { resultsOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'
import { tinyFolder } from '../../support/images.ts'
import { textOf } from '../../support/pipelines.ts'
import { runOf, stepsOf } from '../../support/run.ts'
import { useBackend } from '../../support/useBackend.ts'

const file = 'fixtures/pipelines/ownOperators.yaml'

const messages = async (text: string): Promise<readonly string[]> => {
  const found = await withUserUnits(file, text, builtIn)
  return E.isLeft(found) ? found.left.map(render) : []
}

beforeAll(() => useBackend('cpu'))

test("a user's operators are run like ours", async () => {
  const text = textOf(file)
  const registry = await withUserUnits(file, text, builtIn)
  if (E.isLeft(registry)) throw new Error(registry.left.map(render).join('\n'))
  const labeled = await tinyFolder(3)
  const result = await runOf({
    file,
    text,
    registry: registry.right,
    labeled,
    out: join(folderWith({}), 'run'),
    settings: ['limits.logEvery=1'],
  })
  expect(stepsOf(result).map(({ metrics }) => Object.keys(metrics))).toEqual(
    Array.from({ length: 3 }, () => ['train.update.supervised', 'train.update.consistency', 'train.update.total']),
  )
})

test('a file without modules has the operators of Understudy', async () => {
  expect(await withUserUnits(file, 'name: plain', builtIn)).toEqual(E.right(builtIn))
})

test('a file that is not YAML names no module: `load` reports it', async () => {
  expect(await withUserUnits(file, 'operators: [', builtIn)).toEqual(E.right(builtIn))
})

test('every module that cannot be used is reported at its place', async () => {
  const told = await messages(
    'name: broken\noperators:\n  - ../operators/missing.ts\n  - ../operators/broken/noOperators.ts\n  - ../operators/broken/takenName.ts\n',
  )
  expect(told[0]).toMatch(
    /^fixtures\/pipelines\/ownOperators\.yaml:3:5: Expected a JavaScript module that can be imported at operators\.0, received "\.\.\/operators\/missing\.ts": /,
  )
  expect(told.slice(1)).toEqual([
    `${file}:4:5: Expected a module that exports units (defineStage, defineStep, defineLoss ...) at operators.1, received "../operators/broken/noOperators.ts", which exports answer`,
    `${file}:5:5: Expected a name of its own for each stage at operators.2, received "decode" again`,
  ])
})

test('a module may hold units of every kind, and one may have the name of an operator', async () => {
  const own = 'fixtures/pipelines/everyKind.yaml'
  const registry = resultsOf(await withUserUnits(own, textOf(own), builtIn))
  const added = kinds.flatMap((kind) =>
    Object.keys(registry[kind])
      .filter((name) => !Object.hasOwn(builtIn[kind], name))
      .map((name) => `${kind} ${name}`),
  )
  expect(added).toEqual([
    'stage pass',
    'step answer',
    'loss shuffle',
    'transform still',
    'network channelMeans',
    'optimizer kernelsOnly',
    'schedule everyOther',
  ])
  const run = await runOf({
    file: own,
    text: textOf(own),
    registry,
    labeled: await tinyFolder(3),
    out: join(folderWith({}), 'run'),
    settings: ['limits.logEvery=1'],
  })
  expect(stepsOf(run).map(({ metrics }) => Object.keys(metrics))).toEqual(
    Array.from({ length: 3 }, () => ['train.answer.number', 'train.update.supervised', 'train.update.total']),
  )
  expect(stepsOf(run)[0]!.metrics['train.answer.number']).toBe(42)
})

test('two operators of one name are refused, of whatever kinds; so are two units of one kind', async () => {
  expect([...(await messages('operators: [../operators/broken/twice.ts]'))].sort()).toEqual([
    `${file}:1:13: Expected a name of its own for each step at operators.0, received "repeat" again`,
    `${file}:1:13: Expected a name of its own for each transform at operators.0, received "flip" again`,
  ])
  expect(await messages('operators: [../operators/everyKind.ts, ../operators/everyKind.ts]')).toHaveLength(7)
})

/** The messages about a module with this text. */
const messagesAbout = (module: string): Promise<readonly string[]> => {
  const own = join(folderWith({ 'mine.mjs': module }), 'mine.mjs')
  return messages(`operators: ['${own}']`)
}

const unit = `{ kind: 'schedule', name: 'flat', summary: 'stays', params: { shape: {} }, use: () => ({}) }`

test('one unit under several names is one unit', async () => {
  expect(await messagesAbout(`export const flat = ${unit}\nexport default flat`)).toEqual([])
})

test('a unit that lacks a part is refused, even beside sound ones', async () => {
  for (const part of ['name', 'summary', 'params', 'use']) {
    const text = `export const flat = ${unit}\nexport const half = { ...flat, name: 'half', ${part}: undefined }`
    expect(await messagesAbout(text)).toEqual([
      expect.stringMatching(
        /Expected units with name, summary, params and use at operators\.0, .* whose half lacks one$/,
      ),
    ])
  }
})
