// Covers src/cli/options/folders.ts.
import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { packageFolder, pipelineFile } from '../../../src/cli/options/folders.ts'
import { readPipeline } from '../../../src/cli/pipeline/readPipeline.ts'
import { render } from '../../../src/prelude/render.ts'
import { resultsOf } from '../../support/either.ts'
import { parsed } from '../../support/pipelines.ts'

const messagesFor = async (name: string, ...set: readonly string[]): Promise<readonly string[]> => {
  const read = await readPipeline(name, set)
  return E.isLeft(read) ? read.left.map(render) : []
}

test('a pipeline is named by its file, or by the name of one that ships', async () => {
  expect(pipelineFile('pipelines/vat.yaml')).toBe('pipelines/vat.yaml')
  expect(pipelineFile('vat')).toBe(`${packageFolder}/pipelines/vat.yaml`)
  expect(pipelineFile('vat.yaml')).toBe(`${packageFolder}/pipelines/vat.yaml`)
  expect(pipelineFile('./vat')).toBe('./vat')
  expect(resultsOf(await readPipeline('vat', [])).pipeline.spec.name).toBe('vat')
})

test('values of the command line stand in the pipeline, and others can take their place', async () => {
  const read = resultsOf(await readPipeline('supervised', ['steps=7']))
  expect(read.overrides).toEqual(parsed(['steps=7']))
  expect(read.pipeline.spec.params['steps']).toBe(7)
  const again = resultsOf(read.reload(parsed(['batch=3'])))
  expect(again.pipeline.spec.params).toMatchObject({ steps: 2000, batch: 3 })
})

test('modules of the file are read with it', async () => {
  const { pipeline } = resultsOf(await readPipeline('fixtures/pipelines/ownOperators.yaml', []))
  expect(Object.keys(pipeline.vocabulary.registry.stage)).toContain('invert')
})

test('a file that is not there, and mistakes in modules and in values, all at once', async () => {
  expect(await messagesFor('nowhere.yaml')).toEqual([expect.stringMatching(/read the pipeline file nowhere\.yaml/)])
  expect(await messagesFor('supervised', 'steps', '=3')).toEqual([
    'Expected name=value at --set, received "steps"',
    'Expected name=value at --set, received "=3"',
  ])
  expect(await messagesFor('supervised', 'stepz=3')).toEqual([expect.stringMatching(/did you mean "steps"\?$/)])
})
