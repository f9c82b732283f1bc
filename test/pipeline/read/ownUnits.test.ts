import { join } from 'node:path'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { everySecond, focal, leading, negative, oneConv, signs, triangle } from '../../../fixtures/units/mine.ts'
import { builtIn, type Registry } from '../../../src/kind/registry.ts'
import { load, type Pipeline } from '../../../src/pipeline/read/load.ts'
import { withUserUnits } from '../../../src/pipeline/read/userUnits.ts'
import { describeUnit } from '../../../src/pipeline/show/describeUnit.ts'
import { mermaidGraph } from '../../../src/pipeline/show/graph/mermaid.ts'
import { svgGraph } from '../../../src/pipeline/show/graph/svg.ts'
import { textGraph } from '../../../src/pipeline/show/graph/text.ts'
import { pipelineSchema } from '../../../src/pipeline/show/pipelineSchema.ts'
import { kindsText } from '../../../src/pipeline/show/unitText.ts'
import { render } from '../../../src/prelude/render.ts'
import {
  applyFits,
  declaresFields,
  decomposes,
  drawsFromKey,
  hasFiniteSlopes,
  initFits,
  keepsImage,
  keepsNoState,
  keepsSize,
  leaksNothing,
  leavesNoTensor,
  lossCase,
  networkCase,
  optimizerCase,
  ownsNothing,
  repeatable,
  stepCase,
  tidies,
  transformCase,
  updatesAlike,
  updatesAll,
  writesTargets,
} from '../../../src/testing/index.ts'
import { folderWith } from '../../support/folder.ts'
import { tinyFolder } from '../../support/images.ts'
import { textOf } from '../../support/pipelines.ts'
import { metricsOf, runOf } from '../../support/run.ts'
import { useBackend } from '../../support/useBackend.ts'
import { using } from '../../support/vocabulary.ts'

const file = 'fixtures/pipelines/ownUnits.yaml'
const mine = { everySecond, focal, leading, negative, oneConv, signs, triangle }

useBackend('cpu')

let registry: Registry
let pipeline: Pipeline

beforeAll(async () => {
  const units = await withUserUnits(file, textOf(file), builtIn)
  if (E.isLeft(units)) throw new Error(units.left.map(render).join('\n'))
  registry = units.right
  const loaded = load(file, textOf(file), registry)
  if (E.isLeft(loaded)) throw new Error(loaded.left.map(render).join('\n'))
  pipeline = loaded.right
})

describe('units of a user have the rights of ours', () => {
  test('stand in the table of their kind', () => {
    for (const unit of Object.values(mine)) expect(registry[unit.kind][unit.name]).toBe(unit)
  })

  test('are checked: a mistake in their parameters is reported at its line', () => {
    const text = textOf(file).replace('gamma: 1', 'gamma: -1').replace('probability: 0.25', 'probabilty: 0.25')
    const loaded = load(file, text, registry)
    expect(E.isLeft(loaded) && loaded.left.map(render)).toEqual([
      `${file}:11:45: Expected one of the keys probability at flows.labeled.4.augment.weak.1.negative.probabilty, received "probabilty"; did you mean "probability"?`,
      `${file}:30:88: Expected a number of at least 0 at flows.train.4.update.loss.consistency.focal.gamma, received -1`,
    ])
  })

  test('are drawn', () => {
    for (const drawn of [textGraph, mermaidGraph, svgGraph].map((draw) => draw(pipeline.plan))) {
      for (const name of ['focal', 'negative', 'leading', 'everySecond']) expect(drawn).toContain(name)
    }
    expect(textGraph(pipeline.plan)).toContain('oneConv')
  })

  test('are in the schema that is made for the file', () => {
    const schema = JSON.stringify(pipelineSchema(pipeline.vocabulary))
    for (const { name, summary } of Object.values(mine)) {
      expect(schema).toContain(`"${name}"`)
      expect(schema).toContain(summary)
    }
  })

  test('are listed and described', () => {
    const text = kindsText(pipeline.vocabulary)
    for (const { name, summary } of Object.values(mine)) expect(text).toMatch(new RegExp(`${name} +${summary}`))
    expect(describeUnit(focal, pipeline.vocabulary)).toMatchObject({
      kind: 'loss',
      reads: ['of (images)', 'target (distribution)'],
      example: '{ focal: { of: labeled.weak, target: labeled.label } }',
    })
  })

  test('train', async () => {
    const run = await runOf({
      text: textOf(file),
      file,
      registry,
      labeled: await tinyFolder(6),
      out: join(folderWith({}), 'run'),
      settings: ['limits.logEvery=1'],
    })
    expect(run.trained.steps).toBe(3)
    expect(
      metricsOf(run).flatMap(({ metrics }) => (metrics === undefined ? [] : [Object.keys(metrics as object)]))[0],
    ).toEqual(['train.update.supervised', 'train.update.consistency', 'train.update.total'])
  })
})

describe('their values', () => {
  test('triangle is 0, half, 1, half of the peak over a phase of four steps', () => {
    const { valueAt } = using(triangle, { peak: 2 })
    expect([0, 1, 2, 3].map((step) => valueAt({ step, steps: 4, epoch: 0 }))).toEqual([0, 1, 2, 1])
  })
})

describe('laws', () => {
  const seed = 9

  test('focal: batch decomposition, finite slopes, no tensor left', () => {
    for (const law of [decomposes, hasFiniteSlopes, tidies]) {
      fc.assert(fc.property(lossCase(focal), law(focal)), { seed, numRuns: 20 })
    }
  })

  test('negative: the key, the size, the image, the targets', () => {
    for (const law of [drawsFromKey, keepsSize, keepsImage, writesTargets]) {
      fc.assert(fc.property(transformCase(negative), law(negative)), { seed, numRuns: 20 })
    }
  })

  test('oneConv: init, apply, no state, no tensor left', () => {
    for (const law of [initFits, applyFits, keepsNoState, leavesNoTensor]) {
      fc.assert(fc.property(networkCase(oneConv), law(oneConv)), { seed, numRuns: 5 })
    }
  })

  test('signs: shapes, no state, no tensor left', () => {
    for (const law of [updatesAll, updatesAlike, ownsNothing]) {
      fc.assert(fc.property(optimizerCase(signs), law(signs)), { seed, numRuns: 10 })
    }
  })

  test('leading: fields, repetition, no tensor left', () => {
    for (const law of [repeatable, leaksNothing, declaresFields]) {
      fc.assert(fc.property(stepCase(leading), law(leading)), { seed, numRuns: 10 })
    }
  })
})
