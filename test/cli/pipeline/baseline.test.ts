import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { baselineOf } from '../../../src/cli/pipeline/baseline.ts'
import { readPipeline } from '../../../src/cli/pipeline/readPipeline.ts'
import { render } from '../../../src/prelude/render.ts'
import { resultsOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'
import { textOf } from '../../support/pipelines.ts'

const find = async (file: string, set: readonly string[], wanted = 'auto') =>
  baselineOf(wanted, resultsOf(await readPipeline(file, set)))

test('the root of the parents, with the network, the shared parameters and the measure of the run', async () => {
  const set = ['steps=7', 'batch=3', 'threshold=0.5', 'unlabeledBatch=9', 'evaluate.batch=11', 'limits.concurrency=2']
  const network = 'models.student.network.smallConv.channels=[4, 5]'
  const found = resultsOf(await find('pipelines/fix-match.yaml', [...set, network]))!
  const { spec } = found.pipeline
  expect(spec.name).toBe('supervised')
  expect(spec.params).toMatchObject({ steps: 7, batch: 3 })
  expect(spec.params).not.toHaveProperty('threshold')
  expect(spec.models['student']!.network).toMatchObject({ name: 'smallConv', params: { channels: [4, 5] } })
  expect(spec.evaluate.batch).toBe(11)
  expect(spec.limits.concurrency).toBe(2)
})

test('a file without a parent has none; none is none; a file may be named', async () => {
  expect(resultsOf(await find('pipelines/supervised.yaml', []))).toBeNull()
  expect(resultsOf(await find('pipelines/fix-match.yaml', [], 'none'))).toBeNull()
  expect(resultsOf(await find('pipelines/fix-match.yaml', [], 'pseudo-label'))!.pipeline.spec.name).toBe('pseudo-label')
})

test('a parent that is not there, and parents in a circle', async () => {
  const text = textOf('pipelines/pseudo-label.yaml')
  const folder = folderWith({
    'a.yaml': text.replace('parent: supervised', 'parent: b'),
    'b.yaml': text.replace('parent: supervised', 'parent: a'),
  })
  const circle = await find(join(folder, 'a.yaml'), [])
  expect(E.isLeft(circle) && circle.left.map(render)).toEqual([
    `The parents of ${join(folder, 'a.yaml')} lead back to ${join(folder, 'a.yaml')}. Mend the parent, or give --baseline none`,
  ])
  writeFileSync(join(folder, 'a.yaml'), text.replace('parent: supervised', 'parent: nobody'))
  const missing = await find(join(folder, 'a.yaml'), [])
  expect(E.isLeft(missing) && missing.left.map(render)).toEqual([
    `The parent of ${join(folder, 'a.yaml')} is not there: ${join(folder, 'nobody.yaml')}. Name a file with --baseline FILE, or give --baseline none`,
  ])
})
