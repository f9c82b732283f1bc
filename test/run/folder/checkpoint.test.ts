import { readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { memory, tensor1d } from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { beforeAll, describe, expect, test } from 'vitest'
import { flattenWorld, type World } from '../../../src/kind/step/world.ts'
import { checkpointsOf, readCheckpoint, sameMake, writeCheckpoint } from '../../../src/run/folder/checkpoint.ts'
import type { CheckpointState, Make } from '../../../src/run/folder/checkpointState.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'
import { numbersOf } from '../../support/tinyPhase.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

const make: Make = { pipeline: 'a', splits: 'b', seed: 0, backend: 'cpu' }

const state = (steps: number): CheckpointState => ({
  make,
  phase: 1,
  progress: { step: steps, origins: { labeled: { position: 7, part: 0 } } },
  steps,
  updates: { student: 5 },
  evaluations: [
    {
      step: 2,
      scores: [
        { weights: 'raw', views: null, validation: null, test: 0.25 },
        { weights: 'raw', views: 'rotations', validation: 0.5, test: null },
      ],
    },
  ],
  lengths: { metrics: 120, 'ledger/labels': 3 },
})

const world = (): World => ({
  models: {
    student: {
      parameters: { 'stem/kernel': tensor1d([1, -2.5, 3e-30]) },
      statistics: { mean: tensor1d([0]) },
      slots: { 'velocity/stem/kernel': tensor1d([0.1, 0.2, 0.3]) },
      averages: {
        average: { parameters: { 'stem/kernel': tensor1d([4]) }, statistics: {} },
        slow: { parameters: { 'stem/kernel': tensor1d([5]) }, statistics: {} },
      },
      updates: 5,
    },
  },
  states: { 'train.queue': { rows: tensor1d([9]) }, shared: { threshold: tensor1d([0.5]) } },
})

/** Writes the state of a checkpoint again, with something changed. */
const edit = (at: string, change: Readonly<Record<string, unknown>>): void => {
  const file = join(at, 'state.json')
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }))
}

const newest = async (folder: string) => resultOf(await readCheckpoint(folder))!

describe('a checkpoint', () => {
  test('is read back as it was written, bit by bit', async () => {
    const folder = folderWith({})
    const name = await writeCheckpoint(folder, state(12), world())
    const read = await newest(folder)
    expect(name).toBe('step-000000012')
    expect(read.name).toBe(name)
    expect(read.state).toEqual(state(12))
    expect(numbersOf(read.world)).toEqual(numbersOf(world()))
    expect(Object.keys(flattenWorld(read.world)).length).toBe(7)
    expect(read.world.models['student']!.updates).toBe(5)
  })

  test('is one of the last two; the newest is read', async () => {
    const folder = folderWith({})
    for (const steps of [2, 10, 9]) await writeCheckpoint(folder, state(steps), world())
    expect(await checkpointsOf(folder)).toEqual(['step-000000009', 'step-000000010'])
    expect((await newest(folder)).state.steps).toBe(10)
  })

  test('is not what a crash left half written', async () => {
    const folder = folderWith({ 'step-000000099.writing/state.json': '{' })
    expect(resultOf(await readCheckpoint(folder))).toBe(null)
  })

  test('is none in a folder that is not there', async () => {
    expect(resultOf(await readCheckpoint(join(folderWith({}), 'none')))).toBe(null)
  })

  test.each([
    ['a state that is no JSON', (at: string) => writeFileSync(join(at, 'state.json'), '{"make":')],
    ['no state', (at: string) => rmSync(join(at, 'state.json'))],
    ['an empty state', (at: string) => writeFileSync(join(at, 'state.json'), '')],
    ['a state that is no record', (at: string) => writeFileSync(join(at, 'state.json'), 'null')],
    ['a state without its progress', (at: string) => edit(at, { progress: undefined })],
    ['a state whose steps are text', (at: string) => edit(at, { steps: 'three' })],
    ['a state without a model that there are tensors of', (at: string) => edit(at, { updates: {} })],
    ['a state with a model that there are no tensors of', (at: string) => edit(at, { updates: { student: 5, x: 1 } })],
    ['tensors that are cut', (at: string) => truncateSync(join(at, 'world.safetensors'), 40)],
    ['no tensors', (at: string) => rmSync(join(at, 'world.safetensors'))],
  ])('with %s is an error that names it, and leaves no tensor behind', async (_, damage) => {
    const folder = folderWith({})
    damage(join(folder, await writeCheckpoint(folder, state(3), world())))
    const before = memory().numTensors
    const result = await readCheckpoint(folder)
    expect(memory().numTensors).toBe(before)
    const message = messageOf(result)
    expect(message).toContain(`The checkpoint ${join(folder, 'step-000000003')} cannot be read: `)
    expect(message).toMatch(/Start over with --fresh$/)
  })
})

describe('sameMake', () => {
  test('lets the same make pass', () => {
    expect(sameMake(make, { ...make })).toEqual(E.right(undefined))
  })

  test('names everything that differs', () => {
    expect(messageOf(sameMake(make, { pipeline: 'x', splits: 'y', seed: 1, backend: 'wasm' }))).toBe(
      'The run cannot be resumed exactly: its checkpoint was made with another pipeline, splits, seed (0, now 1), backend (cpu, now wasm). Go on with what it was made with, start over with --fresh, or choose another --out',
    )
  })
})
