import { isDeepStrictEqual } from 'node:util'
import { memory } from '@tensorflow/tfjs-core'
import * as fc from 'fast-check'
import { lastValueFrom, map, take, toArray } from 'rxjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { flattenWorld, type World } from '../../../src/kind/step/world.ts'
import type { PhaseOptions } from '../../../src/run/stream/compile.ts'
import { disposeTensors } from '../../../src/tensor/ownership.ts'
import { compiled, seen, type TinyPhase, tinyPhase } from '../../support/tinyPhase.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

/** Every state of a phase, as data, while its tensors live. */
const statesOf = (options: PhaseOptions) => lastValueFrom(compiled(options).states.pipe(map(seen), toArray()))

const unbroken = () => statesOf(tinyPhase({ concurrency: 1, inFlight: 4, timing: 0 }))

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
        async (setting: TinyPhase) => isDeepStrictEqual(await statesOf(tinyPhase(setting)), wanted),
      ),
      { seed: 5, numRuns: 8 },
    )
  })

  test('entered at any state, it goes on as if it had not been left', async () => {
    const wanted = await unbroken()
    for (const left of [1, 3, 5]) {
      const options = tinyPhase()
      const state = await lastValueFrom(compiled(options).states.pipe(take(left)))
      const rest = await statesOf({ ...options, world: state.world, progress: state.progress })
      expect(rest).toEqual(wanted.slice(left))
    }
  })

  test('the number of tensors is flat over 200 steps', async () => {
    const before = memory().numTensors
    const options = tinyPhase({ steps: 200 })
    const counts: number[] = []
    const { world } = await lastValueFrom(
      compiled({
        ...options,
        afterStep: async (...args) => {
          const next = await options.afterStep(...args)
          counts.push(memory().numTensors)
          return next
        },
      }).states,
    )
    expect(counts.length).toBe(200)
    expect(new Set(counts).size).toBe(1)
    disposeTensors(flattenWorld(world))
    expect(memory().numTensors).toBe(before)
  })
})

describe('demand', () => {
  const slow = (options: PhaseOptions): PhaseOptions => ({
    ...options,
    afterStep: async (...args) => {
      await new Promise((resolve) => setTimeout(resolve, 15))
      return options.afterStep(...args)
    },
  })

  test('images in flight never exceed the budget, however slow the steps are', async () => {
    const { states, branches } = compiled(slow(tinyPhase({ inFlight: 5, concurrency: 8 })))
    await lastValueFrom(states)
    for (const { credits } of Object.values(branches)) {
      const { highWater, budget, read, used, rejected, failed, released, inFlight } = credits.counts()
      expect(budget).toBe(5)
      expect(highWater).toBeLessThanOrEqual(5)
      expect(used + rejected + failed + released + inFlight).toBe(read)
    }
  })

  test('without a number in the file the budget is two batches', () => {
    const { branches } = compiled(tinyPhase())
    expect(branches['labeled']!.credits.counts().budget).toBe(4)
    expect(branches['unlabeled']!.credits.counts().budget).toBe(6)
  })

  test('nothing is read before somebody subscribes', async () => {
    const { branches } = compiled(tinyPhase())
    await new Promise((resolve) => setTimeout(resolve, 10))
    expect(branches['labeled']!.credits.counts().read).toBe(0)
  })

  test('leaving stops the reading and takes every credit back', async () => {
    const { states, branches } = compiled(slow(tinyPhase({ steps: 100 })))
    await lastValueFrom(states.pipe(take(2)))
    const counts = () => Object.values(branches).map(({ credits }) => credits.counts())
    const left = counts()
    expect(left.map(({ inFlight }) => inFlight)).toEqual([0, 0])
    await new Promise((resolve) => setTimeout(resolve, 40))
    expect(counts()).toEqual(left)
  })
})

test('broken files are told, in order, and the run goes on without them', async () => {
  const toldBy = async (setting: TinyPhase) => {
    const told: string[] = []
    const options = tinyPhase(setting)
    await lastValueFrom(compiled({ ...options, onFailure: ({ file }) => told.push(file) }).states)
    return told
  }
  const one = await toldBy({ concurrency: 1, timing: 0 })
  const eight = await toldBy({ concurrency: 8, timing: 5 })
  expect(one.length).toBeGreaterThan(0)
  expect(one.every((file) => /^unlabeled\/(4|9|14)$/.test(file))).toBe(true)
  expect(eight).toEqual(one)
})

test('a step that decides to stop ends the phase with the world that it gives', async () => {
  const options = tinyPhase()
  const kept: World[] = []
  const states = await lastValueFrom(
    compiled({
      ...options,
      afterStep: async (advance, before, { step }) => {
        kept.push(before)
        return { world: step === 2 ? before : advance.world, stop: step === 2 }
      },
    }).states.pipe(toArray()),
  )
  expect(states.map(({ progress, stop }) => [progress.step, stop])).toEqual([
    [1, false],
    [2, true],
  ])
  expect(states[1]!.world).toBe(kept[1])
})

test('an error in the work between two steps is an error of the phase', async () => {
  const broken = { ...tinyPhase(), afterStep: () => Promise.reject(new Error('disk full')) }
  await expect(lastValueFrom(compiled(broken).states)).rejects.toThrow('disk full')
})
