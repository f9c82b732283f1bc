// Covers src/run/train/runPhase.ts, src/run/train/session.ts.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { checkpointsOf } from '../../../src/run/folder/checkpoint.ts'
import type { RunEvent } from '../../../src/run/train/event.ts'
import { keptNumbers } from '../../support/checkpoints.ts'
import { folderWith } from '../../support/folder.ts'
import { tinyFolder } from '../../support/images.ts'
import { phasesOf } from '../../support/ledgerRun.ts'
import { lastTensors, type RunOf, runOf, stepsOf } from '../../support/run.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const images = 'shuffle, repeat, { decode: { size: 8 } }, { augment: { weak: cropFlip } }'

const update =
  'update: { model: student, loss: { supervised: { crossEntropy: { of: labeled.weak, target: labeled.label } } } }'

/** Two averages of one model, shared and private states, and an optimizer whose parts have slots. */
const text = `
name: everything
models:
  student:
    network: { smallConv: { channels: [2], dropout: 0.2 } }
    heads: { rotation: 4 }
    optimizer: [{ clipNorm: { norm: 1 } }, { weightDecay: { decay: 1.0e-3 } }, momentum, adaptive, { rate: { rate: 0.05 } }]
flows:
  labeled: [labeledImages, ${images}, { batch: { size: 2 } }]
  unlabeled: [unlabeledImages, ${images}, { batch: { size: 3 } }]
  first:
    - zip: [labeled, unlabeled]
    - predict: { model: student, on: unlabeled.weak, writes: unlabeled.probabilities }
    - monitor: { from: unlabeled.probabilities, state: shared, decay: 0.8 }
    - monitor: { from: unlabeled.probabilities, decay: 0.9 }
    - ${update}
    - average: { model: student, name: slow, decay: 0.99 }
    - average: { model: student, name: fast, decay: 0.5 }
  second:
    - zip: [labeled, unlabeled]
    - predict: { model: student, on: unlabeled.weak, weights: fast, writes: unlabeled.probabilities }
    - monitor: { from: unlabeled.probabilities, state: shared, decay: 0.8 }
    - monitor: { from: unlabeled.probabilities, decay: 0.9 }
    - ${update}
    - average: { model: student, name: slow, decay: 0.99 }
phases:
  - { name: first, flow: first, until: { steps: 5 } }
  - { name: second, flow: second, begin: [{ copy: { from: student, to: student, weights: slow } }], until: { steps: 4 } }
repeated: { phases: [first, second], times: 2 }
evaluate: { model: student, decode: { size: 8 }, every: 3 }
limits: { logEvery: 1 }
`

const request = async (): Promise<RunOf> => ({
  text,
  labeled: await tinyFolder(4),
  unlabeled: await tinyFolder(4, 9),
  out: join(folderWith({}), 'run'),
})

/** How often a run has made a step, over all phases. */
const isStep = (wanted: number) => {
  let steps = 0
  return ({ kind }: RunEvent): boolean => kind === 'step' && ++steps === wanted
}

describe('law: what is computed depends on neither interruptions nor where they were', () => {
  test('stopped in the middle of any phase, at its first and its last step, it ends in the same tensors', async () => {
    const run = await request()
    const unbroken = await runOf(run)
    const names = Object.keys((await keptNumbers(unbroken)).at(-1)!)
    for (const part of [
      'models/student/averages/slow/parameters/',
      'models/student/averages/fast/statistics/',
      'models/student/slots/2-momentum/',
      'models/student/slots/3-adaptive/',
      'states/shared/',
      'states/second.monitor2/',
    ]) {
      expect([part, names.some((name) => name.startsWith(part))]).toEqual([part, true])
    }
    const wanted = await lastTensors(unbroken)
    const metrics = readFileSync(unbroken.folder.metrics, 'utf8')
    for (const at of [2, 5, 6, 9, 11, 17]) {
      const broken = { ...run, out: join(folderWith({}), 'run') }
      const stop = new AbortController()
      const isDue = isStep(at)
      const watch = (event: RunEvent): void => {
        if (isDue(event)) stop.abort()
      }
      expect((await runOf({ ...broken, watch, signal: stop.signal })).trained.steps).toBe(at)
      const resumed = await runOf({ ...broken, existing: 'resume' })
      expect([at, await lastTensors(resumed)]).toEqual([at, wanted])
      expect(readFileSync(resumed.folder.metrics, 'utf8')).toBe(metrics)
    }
  }, 120_000)

  test('without its newest checkpoint, as after a kill, it ends in the same tensors', async () => {
    const run = await request()
    const unbroken = await runOf(run)
    const wanted = await lastTensors(unbroken)
    const { checkpoints } = unbroken.folder
    rmSync(join(checkpoints, (await checkpointsOf(checkpoints)).at(-1)!), { recursive: true })
    expect(await lastTensors(await runOf({ ...run, existing: 'resume' }))).toBe(wanted)
  })

  test('a finished run that is resumed does nothing', async () => {
    const run = await request()
    const unbroken = await runOf(run)
    const wanted = [await lastTensors(unbroken), readFileSync(unbroken.folder.metrics, 'utf8')]
    const events: RunEvent[] = []
    const resumed = await runOf({ ...run, existing: 'resume', watch: (event) => events.push(event) })
    expect([await lastTensors(resumed), readFileSync(resumed.folder.metrics, 'utf8')]).toEqual(wanted)
    expect(events.filter(({ kind }) => kind === 'step')).toEqual([])
    expect(resumed.trained).toMatchObject({ steps: 18, interrupted: false })
  })
})

test('a trial makes its steps of each phase, and goes through all of them', async () => {
  const result = await runOf({ ...(await request()), stepsPerPhase: 1 })
  expect(phasesOf(result)).toEqual(['first-1', 'second-1', 'first-2', 'second-2'])
  expect(stepsOf(result).map(({ step }) => step)).toEqual([1, 2, 3, 4])
  expect(result.trained).toMatchObject({ steps: 4, interrupted: false })
})

test('a flow that ends before its steps are made is an error that says how far it came', async () => {
  const ending = text.replace('labeledImages, shuffle, repeat', 'labeledImages, shuffle, { repeat: { times: 2 } }')
  await expect(runOf({ ...(await request()), text: ending })).rejects.toThrow(
    'The flow first ended after 4 of 5 steps. Add repeat to it',
  )
})
