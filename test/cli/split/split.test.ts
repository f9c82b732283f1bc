// Covers src/cli/split/splitText.ts.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bestSplit, candidates, type Measured } from '../../../src/cli/split/split.ts'
import { splitText } from '../../../src/cli/split/splitText.ts'

const measured = (kernels: number, decoders: number, decoding: number, kept: number): Measured => ({
  kernels,
  decoders,
  decoding,
  kept,
})

describe('candidates', () => {
  test('on two processors: both or one for kernels, beside 4, 2 or 1 decoders', () => {
    expect(candidates(2).map(({ kernels, decoders }) => [kernels, decoders])).toEqual([
      [2, 4],
      [2, 2],
      [2, 1],
      [1, 4],
      [1, 2],
      [1, 1],
    ])
  })

  test('on one processor, and on more than there are decoders for', () => {
    expect(candidates(1).map(({ kernels, decoders }) => [kernels, decoders])).toEqual([
      [1, 4],
      [1, 1],
    ])
    expect(candidates(64).map(({ kernels, decoders }) => [kernels, decoders])).toEqual([
      [64, 16],
      [64, 32],
      [32, 16],
      [32, 32],
    ])
  })

  test('are distinct, and never more threads for kernels than processors', () =>
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 256 }), (processors) => {
        const all = candidates(processors)
        const names = new Set(all.map(({ kernels, decoders }) => `${kernels} ${decoders}`))
        return names.size === all.length && all.every(({ kernels }) => kernels >= 1 && kernels <= processors)
      }),
      { seed: 1, numRuns: 200 },
    ))
})

describe('bestSplit', () => {
  test('weighs the first epoch and the later ones by the worse of the two: 100 of 100 and 60 of 100 lose to 90 and 90', () => {
    const [usual, other] = [measured(2, 4, 100, 60), measured(1, 4, 90, 100)]
    expect(bestSplit([usual, other])).toBe(other)
  })

  test('keeps the usual one where another is faster by no more than the noise', () => {
    const usual = measured(2, 4, 100, 100)
    expect(bestSplit([usual, measured(2, 2, 109, 109)])).toBe(usual)
    expect(bestSplit([usual, measured(2, 2, 112, 112)])).toEqual(measured(2, 2, 112, 112))
  })

  test('never takes one that is slower in both', () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 999 })), { minLength: 1 }),
        (rates) => {
          const [first, ...rest] = rates.map(([decoding, kept]) => measured(1, 1, decoding, kept))
          const best = bestSplit([first!, ...rest])
          return best.decoding >= first!.decoding || best.kept >= first!.kept
        },
      ),
      { seed: 2, numRuns: 300 },
    ))
})

describe('splitText', () => {
  test('shows every split, and says that the usual one stays', () => {
    expect(splitText([measured(2, 4, 600, 700.4), measured(1, 4, 610, 400)])).toBe(
      `kernel + decoding threads  images/s, first epoch  images/s, pixels kept
2 + 4                                        600                    700
1 + 4                                        610                    400
Take 2 threads for kernels and 4 for decoding, as a run does when nothing is said: no other split was more than 10 % faster.`,
    )
  })

  test('says how to take another', () => {
    expect(
      splitText([measured(2, 4, 100, 100), measured(1, 2, 200, 200)])
        .split('\n')
        .at(-1),
    ).toBe(
      'Take 1 thread for kernels and 2 for decoding (UV_THREADPOOL_SIZE=2 understudy run ... --threads 1): more than 10 % faster here than 2 threads for kernels and 4 for decoding, as a run does when nothing is said.',
    )
  })
})
