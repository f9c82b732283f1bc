import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import { concatMap, lastValueFrom, map, take, toArray } from 'rxjs'
import { beforeAll, describe, expect, test } from 'vitest'
import type { PhaseStream } from '../../../src/run/stream/phaseStream.ts'
import { opened, seen, statesOf, type TinyPhase, type TinyPhaseOptions, tinyPhase } from '../../support/tinyPhase.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

/** Every state of a phase, as data, while its tensors live. */
const seenIn = (options: TinyPhaseOptions) => lastValueFrom(statesOf(options).pipe(map(seen), toArray()))

const unbroken = () => seenIn(tinyPhase({ concurrency: 1, inFlight: 4, timing: 0 }))

describe('laws', () => {
  test('what is computed depends on neither concurrency, credits nor arrival order', async () => {
    const wanted = await unbroken()
    expect(wanted.length).toBe(6)
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          concurrency: fc.integer({ min: 1, max: 8 }),
          inFlight: fc.option(fc.integer({ min: 3, max: 20 })),
          timing: fc.nat(6),
        }),
        async (setting: TinyPhase) => isDeepStrictEqual(await seenIn(tinyPhase(setting)), wanted),
      ),
      { seed: 5, numRuns: 8 },
    )
  })

  test('entered at any state, it goes on as if it had not been left', async () => {
    const wanted = await unbroken()
    for (const left of [1, 3, 5]) {
      const options = tinyPhase()
      const state = await lastValueFrom(statesOf(options).pipe(take(left)))
      const rest = await seenIn({ ...options, world: state.world, progress: state.progress })
      expect(rest).toEqual(wanted.slice(left))
    }
  })
})

describe('demand', () => {
  /** A stream whose batches each wait before they are used. */
  const slow = (stream: PhaseStream): PhaseStream => ({
    ...stream,
    samples: stream.samples.pipe(
      concatMap(async (samples) => {
        await new Promise((resolve) => setTimeout(resolve, 15))
        return samples
      }),
    ),
  })

  test('images in flight never exceed the budget, however slow the steps are', async () => {
    const options = tinyPhase({ inFlight: 5, concurrency: 8 })
    const stream = opened(options)
    await lastValueFrom(statesOf(options, slow(stream)))
    for (const { credits } of Object.values(stream.branches)) {
      const { highWater, budget, read, used, rejected, failed, released, inFlight } = credits.counts()
      expect(budget).toBe(5)
      expect(highWater).toBeLessThanOrEqual(5)
      expect(used + rejected + failed + released + inFlight).toBe(read)
    }
  })

  test('without a number in the file the budget is two batches', () => {
    const { branches } = opened(tinyPhase())
    expect(branches['labeled']!.credits.counts().budget).toBe(4)
    expect(branches['unlabeled']!.credits.counts().budget).toBe(6)
  })

  test('nothing is read before somebody subscribes', async () => {
    const { branches } = opened(tinyPhase())
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(branches['labeled']!.credits.counts().read).toBe(0)
  })

  test('leaving stops the reading and takes every credit back', async () => {
    const options = tinyPhase({ steps: 100 })
    const stream = opened(options)
    await lastValueFrom(statesOf(options, slow(stream)).pipe(take(2)))
    const counts = () => Object.values(stream.branches).map(({ credits }) => credits.counts())
    const left = counts()
    expect(left.map(({ inFlight }) => inFlight)).toEqual([0, 0])
    await new Promise((resolve) => setTimeout(resolve, 40))
    expect(counts()).toEqual(left)
  })
})

test('broken files are reported, in order, and the run goes on without them', async () => {
  const reportedBy = async (setting: TinyPhase) => {
    const reported: string[] = []
    const options = { ...tinyPhase(setting), onFailure: ({ file }: { readonly file: string }) => reported.push(file) }
    await lastValueFrom(statesOf(options))
    return reported
  }
  const one = await reportedBy({ concurrency: 1, timing: 0 })
  const eight = await reportedBy({ concurrency: 8, timing: 5 })
  expect(one.length).toBeGreaterThan(0)
  expect(one.every((file) => /^unlabeled\/(4|9|14)$/.test(file))).toBe(true)
  expect(eight).toEqual(one)
})

test('an error in the work between two steps is an error of the stream', async () => {
  const { samples } = opened(tinyPhase())
  const broken = samples.pipe(concatMap(() => Promise.reject(new Error('disk full'))))
  await expect(lastValueFrom(broken)).rejects.toThrow('disk full')
})
