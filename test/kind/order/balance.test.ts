import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { Frame } from '../../../src/kind/field/frame.ts'
import { balance } from '../../../src/kind/order/balance.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { type Sequence, sequenceOf } from '../../../src/stream/sequence.ts'
import { resultOf } from '../../support/either.ts'

type Sample = readonly [label: number, confidence: number]

const defaults = { by: 'label', rank: 'confidence', quota: 'average', bin: 0.01, duplicate: true } as const

const framesOf = (samples: readonly Sample[]): Sequence<Frame> =>
  sequenceOf(samples.map(([label, confidence], id) => ({ id, label, confidence })))

const partsOf = (classes: readonly string[]) => ({
  id: 'pseudoLabeled.balance',
  given: { label: { kind: 'category', shape: [classes.length] }, confidence: { kind: 'share', shape: [] } } as const,
  classes,
})

const parts = partsOf(['bird', 'cat', 'dog', 'eel'])

const balanced = (samples: readonly Sample[], params: Partial<Parameters<typeof balance.use>[0]> = {}, seed = 1) => {
  const sequence = resultOf(balance.use({ ...defaults, ...params }).apply(parts)(framesOf(samples)))
  return Array.from({ length: sequence.length }, (_, position) => sequence.at(keyOf(seed), position))
}

const idsOf = (frames: readonly Frame[]): readonly number[] => frames.map(({ id }) => Number(id)).sort((a, b) => a - b)

describe('balance', () => {
  test('takes the surest of a class that has more than its quota', () =>
    expect(
      idsOf(
        balanced(
          [
            [0, 0.5],
            [0, 0.9],
            [0, 0.7],
            [1, 0.6],
            [1, 0.8],
          ],
          { quota: 2 },
        ),
      ),
    ).toEqual([1, 2, 3, 4]))

  test('takes a whole bin and thins it by a draw: 0.701 and 0.709 are alike, and either may be left out', () => {
    const samples: readonly Sample[] = [
      [0, 0.9],
      [0, 0.701],
      [0, 0.709],
      [0, 0.2],
    ]
    const draws = Array.from({ length: 40 }, (_, seed) => idsOf(balanced(samples, { quota: 2 }, seed)).join())
    expect(new Set(draws)).toEqual(new Set(['0,1', '0,2', '1,2']))
  })

  /** Which of two samples of a class are ever taken where one is wanted. */
  const everTaken = (first: number, second: number): ReadonlySet<string> => {
    const samples: readonly Sample[] = [
      [0, first],
      [0, second],
    ]
    return new Set(Array.from({ length: 20 }, (_, seed) => idsOf(balanced(samples, { quota: 1 }, seed)).join()))
  }

  test('knows the bin of a confidence of two decimals: 0.57 / 0.01 is not quite 57 in floating point', () => {
    expect(everTaken(0.57, 0.575)).toEqual(new Set(['0', '1']))
    expect(everTaken(0.57, 0.569)).toEqual(new Set(['0']))
  })

  test('knows the bin of every hundredth', () => {
    for (let hundredth = 1; hundredth < 100; hundredth++) {
      const share = hundredth / 100
      expect([share, everTaken(share, share + 0.005)]).toEqual([share, new Set(['0', '1'])])
      expect([share, everTaken(share, share - 0.001)]).toEqual([share, new Set(['0'])])
    }
  })

  test('repeats the samples of a class that has fewer: 2 for a quota of 5 are taken 2 or 3 times', () => {
    const ids = idsOf(
      balanced(
        [
          [0, 0.9],
          [0, 0.4],
        ],
        { quota: 5 },
      ),
    )
    expect(ids.length).toBe(5)
    expect([2, 3]).toContain(ids.filter((id) => id === 0).length)
  })

  test('leaves a class as it is where nothing may be repeated', () =>
    expect(
      idsOf(
        balanced(
          [
            [0, 0.9],
            [1, 0.4],
            [1, 0.5],
          ],
          { quota: 2, duplicate: false },
        ),
      ),
    ).toEqual([0, 1, 2]))

  test('on average: 3 and 1 samples of two classes give 2 and 2', () =>
    expect(
      balanced([
        [0, 0.9],
        [0, 0.8],
        [0, 0.7],
        [1, 0.4],
      ]).map(({ label }) => label),
    ).toEqual([0, 0, 1, 1]))

  test('without a rank all samples of a class are alike', () => {
    const samples: readonly Sample[] = [
      [0, 0.9],
      [0, 0.1],
      [0, 0.1],
    ]
    const seen = new Set(
      Array.from({ length: 40 }, (_, seed) => idsOf(balanced(samples, { quota: 1, rank: null }, seed)).join()),
    )
    expect(seen).toEqual(new Set(['0', '1', '2']))
  })

  test('has nothing to give where there is no sample', () =>
    expect(balance.use({ ...defaults, quota: 2 }).apply(parts)(framesOf([]))).toEqual(
      E.left({
        _tag: 'RunError',
        reason: 'No sample is left to balance: no label was accepted, so nothing can fill a quota',
        remedy: 'Accept labels of lower confidence, or train the teacher longer',
      }),
    ))
})

describe('a class without samples', () => {
  const warningsOf = (labels: readonly number[], change: Partial<typeof parts> = {}) => {
    const samples = framesOf(labels.map((label) => [label, 0.9]))
    return resultOf(balance.use(defaults).apply({ ...parts, ...change })(samples)).warnings
  }

  test('is reported by its name', () => {
    expect(warningsOf([0, 1, 3])).toEqual([
      'pseudoLabeled.balance: no sample is labeled dog, so this quota stays empty',
    ])
    expect(warningsOf([2])).toEqual([
      'pseudoLabeled.balance: no sample is labeled bird, cat, eel, so this quota stays empty',
    ])
  })

  test('there is none: nothing is reported', () => expect(warningsOf([3, 0, 1, 2, 0])).toEqual([]))

  test('is reported by its number where it is not a class of the run', () => {
    const given = { ...parts.given, label: { kind: 'category', shape: [3] } } as const
    expect(warningsOf([0, 2], { given })).toEqual([
      'pseudoLabeled.balance: no sample is labeled 1, so this quota stays empty',
    ])
  })
})

describe('laws', () => {
  const samples = fc.array(fc.tuple(fc.integer({ min: 0, max: 3 }), fc.double({ min: 0.3, max: 1, noNaN: true })), {
    minLength: 1,
    maxLength: 40,
  })
  const cases = fc.tuple(samples, fc.integer({ min: 1, max: 20 }), fc.nat())

  test('every class that has samples has exactly its quota', () => {
    fc.assert(
      fc.property(cases, ([given, quota, seed]) => {
        const labels = balanced(given, { quota }, seed).map(({ label }) => label)
        const classes = [...new Set(given.map(([label]) => label))]
        return (
          labels.length === quota * classes.length &&
          classes.every((one) => labels.filter((label) => label === one).length === quota)
        )
      }),
      { seed: 31, numRuns: 100 },
    )
  })

  test('no sample that is used comes more than once oftener than another of its class that may be used', () => {
    fc.assert(
      fc.property(cases, ([given, quota, seed]) => {
        const frames = balanced(given, { quota, rank: null }, seed)
        const counts = given.map((_, id) => frames.filter((frame) => frame['id'] === id).length)
        return given.every(([label], a) =>
          given.every(([other], b) => label !== other || Math.abs(counts[a]! - counts[b]!) <= 1),
        )
      }),
      { seed: 32, numRuns: 100 },
    )
  })

  test('nothing is taken of a bin below one that is not used up', () => {
    fc.assert(
      fc.property(cases, ([given, quota, seed]) => {
        const used = new Set(balanced(given, { quota }, seed).map(({ id }) => Number(id)))
        const bin = (id: number) => Math.floor(given[id]![1] / 0.01)
        return [...used].every((low) => {
          const above = given.filter(([label], id) => label === given[low]![0] && bin(id) > bin(low))
          return above.length < quota
        })
      }),
      { seed: 33, numRuns: 100 },
    )
  })
})
