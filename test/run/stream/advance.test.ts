import { memory } from '@tensorflow/tfjs-core'
import { concatMap, lastValueFrom, map, take, toArray } from 'rxjs'
import { beforeAll, describe, expect, test } from 'vitest'
import { flattenWorld, type World } from '../../../src/kind/step/world.ts'
import { type Advance, advanceBy } from '../../../src/run/stream/advance.ts'
import { disposeTensors } from '../../../src/tensor/ownership.ts'
import { numbersOf, opened, statesOf, type TinyPhaseOptions, tinyPhase } from '../../support/tinyPhase.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

/** The first step of a phase, and how many tensors there were before its batch was joined. */
const firstStep = (options: TinyPhaseOptions): Promise<{ readonly advance: Advance; readonly before: number }> => {
  const stream = opened(options)
  const advance = advanceBy(options.flow.steps, options.models)
  return lastValueFrom(
    stream.samples.pipe(
      take(1),
      concatMap(async (samples) => {
        const before = memory().numTensors
        return { before, advance: advance(options.world, stream.collate(samples), stream.momentOf(options.progress)) }
      }),
    ),
  )
}

const tensorsOf = (world: World) => new Set(Object.values(flattenWorld(world)))

describe('laws', () => {
  test('the number of tensors is flat over 200 steps', async () => {
    const before = memory().numTensors
    const options = tinyPhase({ steps: 200 })
    const all = await lastValueFrom(
      statesOf(options).pipe(
        map(({ world }) => ({ world, count: memory().numTensors })),
        toArray(),
      ),
    )
    expect(all.length).toBe(200)
    expect(new Set(all.map(({ count }) => count)).size).toBe(1)
    disposeTensors(flattenWorld(all.at(-1)!.world))
    expect(memory().numTensors).toBe(before)
  })

  test('after a step there are the tensors from before and those that the old world does not share', async () => {
    const options = tinyPhase()
    const { advance, before } = await firstStep(options)
    const old = tensorsOf(options.world)
    const fresh = [...tensorsOf(advance.world)].filter((tensor) => !old.has(tensor))
    expect(fresh.length).toBeGreaterThan(0)
    expect(memory().numTensors).toBe(before + fresh.length)
    disposeTensors([...fresh, ...old])
  })

  test('the old world stays as it was, so a caller can go on with it', async () => {
    const options = tinyPhase()
    const numbers = numbersOf(options.world)
    const { advance } = await firstStep(options)
    expect(numbersOf(options.world)).toEqual(numbers)
    expect(numbersOf(advance.world)).not.toEqual(numbers)
  })
})

test('metrics have the id of their step before their names', async () => {
  const { advance } = await firstStep(tinyPhase())
  expect(Object.keys(advance.metrics)).toEqual(
    expect.arrayContaining(['train.update.supervised', 'train.update.consistency', 'train.update.total']),
  )
  expect(advance.records).toEqual([])
  expect(advance.warnings).toEqual([])
})
