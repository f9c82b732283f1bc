import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dropMask } from '../../../../src/kind/network/layer/dropMask.ts'
import { keyOf } from '../../../../src/prelude/key.ts'

const seed = 61
const rates = fc.double({ min: 0, max: 0.999, noNaN: true })

describe('dropMask', () => {
  test('drops a quarter and raises the rest to 4/3, so that the mean stays 1', () => {
    const mask = dropMask(keyOf(1), 100_000, 0.25)
    expect([...new Set(mask)].sort()).toEqual([0, Math.fround(4 / 3)])
    // deviation of the share of zeros: sqrt(0.25 * 0.75 / 100,000) = 0.0014
    expect(Math.abs(mask.filter((value) => value === 0).length / 100_000 - 0.25)).toBeLessThan(0.006)
  })

  test('keeps every value at rate 0', () => {
    expect([...dropMask(keyOf(1), 5, 0)]).toEqual([1, 1, 1, 1, 1])
  })

  test('stays finite at a rate next to 1', () => {
    expect(dropMask(keyOf(1), 1000, 1 - 1e-9).every(Number.isFinite)).toBe(true)
  })

  test('neighbors, which share a draw, are independent', () => {
    const mask = dropMask(keyOf(2), 100_000, 0.5)
    const agree = mask.filter((value, i) => i > 0 && value === mask[i - 1]).length
    // deviation: sqrt(0.25 / 100,000) = 0.0016
    expect(Math.abs(agree / 100_000 - 0.5)).toBeLessThan(0.007)
  })

  test('law: a longer mask of the same key starts with the shorter one', () => {
    fc.assert(
      fc.property(fc.nat(), rates, fc.nat(50), fc.nat(50), (root, rate, a, b) => {
        const [short, long] = [Math.min(a, b), Math.max(a, b)].map((count) => dropMask(keyOf(root), count, rate))
        return short!.every((value, i) => value === long![i])
      }),
      { seed },
    )
  })
})
