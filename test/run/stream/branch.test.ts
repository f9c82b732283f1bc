import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { lastValueFrom, map, take, toArray } from 'rxjs'
import { describe, expect, test } from 'vitest'
import type { Frame } from '../../../src/kind/field/frame.ts'
import type { Stage } from '../../../src/kind/stage/stage.ts'
import { dataError } from '../../../src/prelude/errors.ts'
import { type Key, keyOf } from '../../../src/prelude/key.ts'
import { type BranchOptions, branch, type Samples } from '../../../src/run/stream/branch.ts'
import { beginning, settle } from '../../../src/stream/item.ts'
import { map as mapSequence, range } from '../../../src/stream/sequence.ts'

const infer: Stage['infer'] = () => E.right({})

const stage = (id: string, run: ReturnType<Stage['run']>) => ({ id, name: id, use: { infer, run: () => run } })

/** Each number twice; those that five divides cannot be used. */
const doubled = stage('doubled', async (frame) => {
  const number = Number(frame['number'])
  if (number % 5 === 0) return E.left(dataError(String(number), 'doubled', 'broken'))
  return E.right([frame, frame])
})

/** Notes which draw each frame gets. */
const drawn = (id = 'drawn') => stage(id, (frame: Frame, key: Key) => E.right([{ ...frame, [id]: key.lo }]))

const options = (change: Partial<BranchOptions> = {}): BranchOptions => ({
  name: 'numbers',
  samples: mapSequence((number: number): Frame => ({ number }))(range(20)),
  stages: [],
  size: 3,
  last: 'keep',
  resources: { kept: () => null },
  key: keyOf(1),
  after: beginning,
  inFlight: null,
  concurrency: 4,
  onFailure: () => {},
  ...change,
})

/** The batches of a branch, each used as soon as it comes. */
const batchesOf = (change: Partial<BranchOptions> = {}) =>
  lastValueFrom(
    branch(options(change)).batches.pipe(
      map((items: Samples) => {
        settle(items, 'used')
        return items
      }),
      toArray(),
    ),
  )

const numbersIn = (batches: readonly Samples[]) =>
  batches.map((items) => items.map(({ value }) => Number(value.frame['number'])))

describe('batches', () => {
  test('are of the size that is asked for; the last is kept or dropped', async () => {
    const samples = mapSequence((number: number): Frame => ({ number }))(range(5))
    expect(numbersIn(await batchesOf({ samples, last: 'keep' }))).toEqual([
      [0, 1, 2],
      [3, 4],
    ])
    expect(numbersIn(await batchesOf({ samples, last: 'drop' }))).toEqual([[0, 1, 2]])
  })

  test('have what stages make of each sample, without those that cannot be used, which are reported in order', async () => {
    const reported: string[] = []
    const batches = await batchesOf({
      samples: mapSequence((number: number): Frame => ({ number }))(range(7)),
      stages: [doubled],
      onFailure: ({ file }) => reported.push(file),
    })
    expect(numbersIn(batches).flat()).toEqual([1, 1, 2, 2, 3, 3, 4, 4, 6, 6])
    expect(reported).toEqual(['0', '5'])
  })
})

describe('law: the draw of a sample depends on its position, its part and the stage alone', () => {
  const drawsOf = async (change: Partial<BranchOptions>) =>
    (await batchesOf(change)).flat().map(({ origin, value }) => [origin, value.frame['number'], value.frame['drawn']])

  test('not on batches, credits or concurrency', async () => {
    const wanted = await drawsOf({ stages: [doubled, drawn()] })
    await fc.assert(
      fc.asyncProperty(
        fc.record({
          size: fc.integer({ min: 1, max: 9 }),
          inFlight: fc.integer({ min: 9, max: 30 }),
          concurrency: fc.integer({ min: 1, max: 8 }),
        }),
        async (change) => {
          expect(await drawsOf({ ...change, stages: [doubled, drawn()] })).toEqual(wanted)
        },
      ),
      { seed: 2, numRuns: 10 },
    )
  })

  test('two parts of one sample, and two stages, draw apart', async () => {
    const [first] = await batchesOf({ stages: [doubled, drawn(), drawn('other')], size: 2 })
    const [one, two] = first!.map(({ value }) => value.frame)
    expect(one!['number']).toBe(two!['number'])
    expect(new Set([one!['drawn'], two!['drawn'], one!['other'], two!['other']]).size).toBe(4)
  })

  test('another flow and another run draw otherwise', async () => {
    const stages = [drawn()]
    const all = await Promise.all([drawsOf({ stages }), drawsOf({ stages, key: keyOf(2) })])
    expect(all[0]).not.toEqual(all[1])
  })
})

test('law: entered after any sample, it goes on with the next, in the middle of what a stage made too', async () => {
  const whole = (await batchesOf({ stages: [doubled, drawn()], size: 1 })).flat()
  for (const left of [0, 1, 2, 7]) {
    const after = whole[left]!.origin
    const rest = (await batchesOf({ stages: [doubled, drawn()], size: 1, after })).flat()
    const seen = (items: Samples) => items.map(({ origin, value }) => [origin, value.frame])
    expect(seen(rest)).toEqual(seen(whole.slice(left + 1)))
  }
})

test('stages show how much waits in them, and credits what became of the samples', async () => {
  const { batches, credits, stages, length } = branch(options({ stages: [doubled], size: 4 }))
  expect([length, credits.counts().budget]).toEqual([20, 8])
  await lastValueFrom(
    batches.pipe(
      map((items) => settle(items, 'used')),
      take(2),
    ),
  )
  const [only] = stages
  expect(only!.name).toBe('doubled')
  expect(only!.gauge.entered()).toBeGreaterThanOrEqual(only!.gauge.left())
  expect(only!.gauge.left()).toBeGreaterThan(0)
  const { inFlight, used, failed, released, rejected, read } = credits.counts()
  expect(inFlight).toBe(0)
  expect(used + failed + released + rejected).toBe(read)
})
