// Covers src/run/train/prepareRun.ts, src/run/train/trainIn.ts, src/run/train/runResult.ts.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { memory } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { lastValueFrom, type Observable, take, toArray } from 'rxjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { nothing } from '../../../src/codec/index.ts'
import { builtIn, type Registry } from '../../../src/kind/registry.ts'
import { defineStep } from '../../../src/kind/step/step.ts'
import { flattenWorld } from '../../../src/kind/step/world.ts'
import { checkpointsOf } from '../../../src/run/folder/checkpoint.ts'
import type { RunEvent } from '../../../src/run/train/event.ts'
import { disposeTensors } from '../../../src/tensor/ownership.ts'
import { below, keptNumbers } from '../../support/checkpoints.ts'
import { resultsOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'
import { tinyFolder } from '../../support/images.ts'
import { lastTensors, type RunOf, runOf, streamOf, tryRun } from '../../support/run.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const text = `
name: stream
models: { student: { network: { smallConv: { channels: [2] } } } }
flows:
  labeled: [labeledImages, shuffle, repeat, { decode: { size: 8 } }, { augment: { weak: cropFlip } }, { batch: { size: 2 } }]
  train:
    - zip: [labeled]
    - update: { model: student, loss: { supervised: { crossEntropy: { of: labeled.weak, target: labeled.label } } } }
    - average: { model: student }
phases: [{ name: train, flow: train, until: { steps: 6 } }]
evaluate: { model: student, decode: { size: 8 }, every: 3 }
limits: { logEvery: 1 }
`

const request = async (): Promise<RunOf> => ({
  text,
  labeled: await tinyFolder(4),
  out: join(folderWith({}), 'run'),
})

const runIn = (of: RunOf): Observable<RunEvent> => resultsOf(streamOf(of))

/** Waits for the end of a run that somebody has left. */
const untilReleased = async (out: string): Promise<void> => {
  while (existsSync(join(out, 'lock'))) await setTimeout(5)
}

/** Every file that a run leaves, but for what it keeps to be faster. */
const contentOf = (out: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['metrics.jsonl', 'splits.json', 'pipeline.resolved.yaml'].map((name) => [
      name,
      readFileSync(join(out, name), 'utf8'),
    ]),
  )

describe('a cold stream', () => {
  test('does nothing before somebody subscribes', async () => {
    const run = await request()
    runIn(run)
    await setTimeout(20)
    expect(existsSync(run.out)).toBe(false)
  })

  test('announces index, phase, steps, evaluations and checkpoints in order, and ends with the result', async () => {
    const events = await lastValueFrom(runIn(await request()).pipe(toArray()))
    const kinds = events.map(({ kind }) => kind).filter((kind) => kind !== 'index')
    const steps = ['step', 'step', 'step', 'evaluation', 'checkpoint']
    expect(kinds).toEqual(['phase', ...steps, ...steps, 'finished'])
    expect(events[0]).toMatchObject({ kind: 'index' })
    const last = events.at(-1)!
    if (last.kind !== 'finished') throw new Error(last.kind)
    expect(last.result).toMatchObject({
      name: 'stream',
      classes: ['dark', 'light'],
      labels: 4,
      sets: { labeled: 4, unlabeled: 6, validation: 2, test: 0 },
      quarantined: 0,
      trained: { steps: 6, interrupted: false },
    })
    expect(last.result.figures.map(({ weights }) => weights)).toEqual(['raw', 'average'])
    disposeTensors(flattenWorld(last.result.trained.world))
  })

  test('ends with everything that is wrong', async () => {
    const run = await request()
    const events = await lastValueFrom(runIn({ ...run, labeled: join(run.labeled, 'dark') }).pipe(toArray()))
    expect(events.at(-1)).toMatchObject({ kind: 'failed', errors: [{ _tag: 'RunError' }] })
    expect(events.filter(({ kind }) => kind === 'finished')).toEqual([])
  })

  test('runs once for each that subscribes: the second finds the folder of the first', async () => {
    const run = runIn(await request())
    expect((await lastValueFrom(run)).kind).toBe('finished')
    expect(await lastValueFrom(run)).toMatchObject({ kind: 'failed' })
  })
})

describe('law: stopped after any step and resumed, a run ends in the bytes of an unbroken one', () => {
  const isStep =
    (wanted: number) =>
    (event: RunEvent): boolean =>
      event.kind === 'step' && event.step === wanted

  test.each([1, 3, 5])(
    'by leaving the stream at step %i: the step is finished, and there is a checkpoint',
    async (at) => {
      const run = await request()
      const unbroken = await runOf(run)
      const broken = { ...run, out: join(folderWith({}), 'run') }
      await new Promise<void>((resolve) => {
        const subscription = runIn(broken).subscribe((event) => {
          if (!isStep(at)(event)) return
          subscription.unsubscribe()
          resolve()
        })
      })
      await untilReleased(broken.out)
      expect((await checkpointsOf(join(broken.out, 'checkpoints'))).at(-1)).toBe(`step-00000000${at}`)
      const resumed = await runOf({ ...broken, existing: 'resume' })
      expect(await lastTensors(resumed)).toBe(await lastTensors(unbroken))
      expect(contentOf(broken.out)).toEqual(contentOf(run.out))
      expect(resumed.trained.evaluations).toEqual(unbroken.trained.evaluations)
    },
  )

  test.each([2, 3, 6])('by a signal at step %i: the result says that it was interrupted', async (at) => {
    const run = await request()
    const unbroken = await runOf(run)
    const stop = new AbortController()
    const watch = (event: RunEvent): void => {
      if (isStep(at)(event)) stop.abort()
    }
    const broken = { ...run, out: join(folderWith({}), 'run') }
    const stopped = await runOf({ ...broken, watch, signal: stop.signal })
    expect(stopped.trained).toMatchObject({ steps: at, interrupted: true })
    const resumed = await runOf({ ...broken, existing: 'resume' })
    expect(await lastTensors(resumed)).toBe(await lastTensors(unbroken))
    expect(contentOf(broken.out)).toEqual(contentOf(run.out))
    expect(resumed.trained).toMatchObject({ steps: 6, interrupted: false })
  })

  test('by a signal that was aborted before: one step is made', async () => {
    const run = await request()
    const stopped = await runOf({ ...run, signal: AbortSignal.abort() })
    expect(stopped.trained).toMatchObject({ steps: 1, interrupted: true })
    expect(below('models/', (await keptNumbers(stopped)).at(-1)!)).not.toEqual({})
  })
})

/** A step that does what it must not. */
const broken: Registry = {
  ...builtIn,
  step: {
    ...builtIn.step,
    broken: defineStep({
      name: 'broken',
      summary: 'throws in its third call',
      params: nothing,
      use: () => ({
        infer: () => E.right({}),
        run: () => {
          let calls = 0
          return () => {
            if (++calls === 3) throw new Error('a bug')
            return {}
          }
        },
      }),
    }),
  },
}

describe('a bug', () => {
  const buggy = async (): Promise<RunOf> => ({
    ...(await request()),
    text: text.replace('    - average', '    - broken\n    - average'),
    registry: broken,
  })

  test('is an error of the stream, after which nothing comes; the folder is free', async () => {
    const run = await buggy()
    const events: RunEvent[] = []
    await expect(lastValueFrom(runIn({ ...run, watch: (event) => events.push(event) }))).rejects.toThrow('a bug')
    expect(events.filter(({ kind }) => kind === 'step').length).toBe(2)
    expect(['finished', 'failed']).not.toContain(events.at(-1)!.kind)
    expect(existsSync(join(run.out, 'lock'))).toBe(false)
  })

  test('in a watcher ends the run too, with a checkpoint', async () => {
    const run = await request()
    const watch = ({ kind }: RunEvent): void => {
      if (kind === 'step') throw new Error('cannot draw')
    }
    await expect(lastValueFrom(runIn({ ...run, watch }))).rejects.toThrow('cannot draw')
    await untilReleased(run.out)
    expect(await checkpointsOf(join(run.out, 'checkpoints'))).toEqual(['step-000000001'])
  })
})

describe('law: a run leaves nothing open behind', () => {
  const descriptors = (): number => readdirSync('/proc/self/fd').length
  const isCounted = existsSync('/proc/self/fd')

  test('no tensor but those of the world that it gives, and none when it fails or is left', async () => {
    const run = await request()
    const before = memory().numTensors
    const result = await runOf(run)
    const { world } = result.trained
    expect(memory().numTensors).toBe(before + new Set(Object.values(flattenWorld(world))).size)
    disposeTensors(flattenWorld(world))
    expect(memory().numTensors).toBe(before)

    const again = { ...run, existing: 'resume', seed: 2 } as const
    expect(E.isLeft(await tryRun(again))).toBe(true)
    expect(memory().numTensors).toBe(before)

    const nan = ['models.student.optimizer={ sgd: { rate: 1.0e+300 } }']
    const failed = await tryRun({ ...run, out: join(folderWith({}), 'run'), settings: nan })
    expect(E.isLeft(failed)).toBe(true)
    expect(memory().numTensors).toBe(before)

    const left = { ...run, out: join(folderWith({}), 'run') }
    await lastValueFrom(runIn(left).pipe(take(4)))
    await untilReleased(left.out)
    await setTimeout(0)
    expect(memory().numTensors).toBe(before)
  })

  test.runIf(isCounted)('no file, whether it ends well or is refused at any stage', async () => {
    const run = await request()
    await runOf(run)
    const before = descriptors()
    await runOf({ ...run, out: join(folderWith({}), 'run') })
    expect(descriptors()).toBe(before)
    const refused: readonly Partial<RunOf>[] = [
      { labelsPerClass: 100 },
      { test: run.labeled },
      { test: folderWith({ 'strange/1.png': 'x', 'dark/1.png': 'y' }) },
      { ledgers: { labels: 'nowhere.jsonl' } },
    ]
    for (const change of refused) {
      expect(E.isLeft(await tryRun({ ...run, ...change, out: join(folderWith({}), 'run') }))).toBe(true)
      expect(descriptors()).toBe(before)
    }
  })
})
