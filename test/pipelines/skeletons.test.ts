import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { builtIn } from '../../src/kind/registry.ts'
import { withUserUnits } from '../../src/pipeline/read/userUnits.ts'
import { render } from '../../src/prelude/render.ts'
import type { RunEvent } from '../../src/run/train/event.ts'
import type { RunResult } from '../../src/run/train/runPipeline.ts'
import { folderWith } from '../support/folder.ts'
import { tinyFolder } from '../support/images.ts'
import { textOf } from '../support/pipelines.ts'
import { lastTensors, metricsOf, runOf } from '../support/run.ts'
import { useBackend } from '../support/useBackend.ts'

// The hard cases of the methods to come, on eight images: each needs operators only, no line in the runtime.

useBackend('cpu')

const folder = 'fixtures/skeletons'
const names = readdirSync(folder).flatMap((name) => (name.endsWith('.yaml') ? [name.replace('.yaml', '')] : []))

interface Ran {
  readonly result: RunResult
  readonly notes: readonly string[]
}

const run = async (name: string): Promise<Ran> => {
  const file = `${folder}/${name}.yaml`
  const text = textOf(file)
  const registry = await withUserUnits(file, text, builtIn)
  if (E.isLeft(registry)) throw new Error(registry.left.map(render).join('\n'))
  const notes: string[] = []
  const watch = (event: RunEvent): void => {
    if (event.kind === 'note') notes.push(event.text)
  }
  const labeled = await tinyFolder(4)
  const out = join(folderWith({}), 'run')
  const settings = ['limits.logEvery=1']
  const request = { labelsPerClass: null, validationPerClass: 0, text, file, registry: registry.right, labeled }
  return { result: await runOf({ ...request, out, settings, watch }), notes }
}

const stepMetrics = (result: RunResult): readonly Readonly<Record<string, number>>[] =>
  metricsOf(result).flatMap(({ metrics }) => (metrics === undefined ? [] : [metrics as Record<string, number>]))

/** A state or a variable in the world of a run that has ended. */
const tensorIn = ({ trained: { world } }: RunResult, state: string, name: string): readonly number[] => [
  ...world.states[state]![name]!.dataSync(),
]

describe('skeletons of the methods to come', () => {
  test('there is one for each hard case', () => {
    expect(names).toEqual([
      'en-aet',
      'exemplar-cnn',
      'linear-probe',
      'meta-pseudo-labels',
      'mix-match',
      'moco',
      'sim-clr-v2',
    ])
  })

  test.each(names)('%s trains for three steps with finite losses, the same twice', async (name) => {
    const { result } = await run(name)
    const metrics = stepMetrics(result)
    expect(metrics.length).toBe(result.trained.steps)
    expect(result.trained.steps).toBeGreaterThanOrEqual(3)
    for (const values of metrics) {
      expect(Object.keys(values).length).toBeGreaterThan(0)
      expect(Object.values(values).every(Number.isFinite)).toBe(true)
    }
    expect(await lastTensors((await run(name)).result)).toBe(await lastTensors(result))
  })

  test('meta-pseudo-labels: both models log under names of their own, and the signal is the fall of the loss', async () => {
    const metrics = stepMetrics((await run('meta-pseudo-labels')).result)
    expect(Object.keys(metrics[0]!)).toEqual([
      'train.update.taught',
      'train.update.total',
      'train.feedback.gain',
      'train.update2.supervised',
      'train.update2.feedback',
      'train.update2.total',
    ])
    for (const values of metrics) {
      // total = supervised + gain * feedback.
      const expected =
        values['train.update2.supervised']! + values['train.feedback.gain']! * values['train.update2.feedback']!
      expect(values['train.update2.total']).toBeCloseTo(expected, 5)
      expect(values['train.feedback.gain']).not.toBe(0)
    }
  })

  test('moco: two flows fill one queue, and a phase empties it', async () => {
    const { result } = await run('moco')
    const rows = tensorIn(result, 'negatives', 'rows')
    // Emptied, then one batch of 4 of its 6 rows, each of length 1.
    const lengths = Array.from({ length: 6 }, (_, row) => Math.hypot(...rows.slice(4 * row, 4 * row + 4)))
    expect(lengths.map((length) => Math.round(length * 1e4) / 1e4)).toEqual([1, 1, 1, 1, 0, 0])
    expect(Object.keys(result.trained.world.models['encoder']!.averages)).toEqual(['keys', 'average'])
  })

  test('sim-clr-v2: the copy takes what matches and says what it leaves', async () => {
    const { notes } = await run('sim-clr-v2')
    expect(notes).toEqual([
      'tune: tuned starts from pretrained (raw): 17 parameters and 8 statistics copied, 1 left as they were: ' +
        'head/label/kernel ([8, 2], in pretrained [6, 2])',
    ])
  })

  test('linear-probe: the body stays what the pretext task made it', async () => {
    const { result } = await run('linear-probe')
    const { pretext, probe } = result.trained.world.models
    for (const name of Object.keys(pretext!.parameters).filter((one) => one.startsWith('stage'))) {
      expect([...probe!.parameters[name]!.dataSync()]).toEqual([...pretext!.parameters[name]!.dataSync()])
    }
    expect([...probe!.parameters['head/label/kernel']!.dataSync()]).not.toEqual([
      ...pretext!.parameters['head/label/kernel']!.dataSync(),
    ])
  })
})
