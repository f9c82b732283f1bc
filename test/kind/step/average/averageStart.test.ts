import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { averageStart } from '../../../../src/kind/step/average/averageStart.ts'

const seed = 31
const decays = fc.double({ min: 0, max: 1, noNaN: true })
const { initial, warmUp, debiased } = averageStart

/** The average of 1, 2, 4 ... after a number of updates. It starts at 100. */
const averaged = (kept: (updates: number) => number, updates: number): number =>
  Array.from({ length: updates }, (_, i) => i).reduce((all, i) => kept(i + 1) * all + (1 - kept(i + 1)) * 2 ** i, 100)

describe('the start of an average', () => {
  test('initial: 0.5 * 100 + 0.5 * 1, then half of that and half of 2', () =>
    expect([1, 2].map((updates) => averaged(() => initial(0.5), updates))).toEqual([50.5, 26.25]))

  test('warmUp: 2/11 of what was after the first update, 3/12 after the second, and the decay in the end', () =>
    expect([warmUp(0.999, 1), warmUp(0.999, 2), warmUp(0.999, 1e6)]).toEqual([2 / 11, 3 / 12, 0.999]))

  test('debiased: what was counts nothing, and 1, 2, 4 weigh a quarter, a half and one: (0.25 + 1 + 4) / 1.75', () => {
    const averageAfter = (updates: number): number => averaged((count) => debiased(0.5, count), updates)
    expect(averageAfter(1)).toBe(1)
    expect(averageAfter(2)).toBeCloseTo((0.5 * 1 + 2) / 1.5, 12)
    expect(averageAfter(3)).toBeCloseTo(3, 12)
  })

  test('debiased with a decay of 1 is the mean: (1 + 2 + 4) / 3', () =>
    expect(averaged((updates) => debiased(1, updates), 3)).toBeCloseTo(7 / 3, 12))

  test('debiased before any update copies', () => expect(debiased(0.9, 0)).toBe(0))
})

describe('laws', () => {
  test('no start keeps more than the decay says, and decay 0 keeps nothing', () => {
    fc.assert(
      fc.property(decays, fc.nat(), fc.constantFrom(initial, warmUp, debiased), (decay, updates, start) => {
        const kept = start(decay, updates)
        return kept >= 0 && kept <= decay && start(0, updates) === 0
      }),
      { seed },
    )
  })

  test('each comes to the decay in the end', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        fc.constantFrom(initial, warmUp, debiased),
        (decay, start) => Math.abs(start(decay, 1e6) - decay) < 1e-9,
      ),
      { seed },
    )
  })
})
