import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { firstIndex } from '../../src/prelude/firstIndex.ts'

describe('firstIndex', () => {
  test.each([
    [[1, 3, 3, 7], 0, 0],
    [[1, 3, 3, 7], 3, 1],
    [[1, 3, 3, 7], 4, 3],
    [[1, 3, 3, 7], 8, 4],
    [[], 0, 0],
  ])('the first of %o that is at least %d: %d', (sorted: readonly number[], least, expected) =>
    expect(firstIndex(sorted.length, (i) => sorted[i]! >= least)).toBe(expected),
  )

  test('asks about few indices: at most 20 of a million', () => {
    let calls = 0
    const passes = (index: number): boolean => {
      calls++
      return index >= 123_456
    }
    expect(firstIndex(1_000_000, passes)).toBe(123_456)
    // 2^20 = 1,048,576
    expect(calls).toBeLessThanOrEqual(20)
  })
})

describe('laws', () => {
  test('finds what a search from the start finds', () =>
    fc.assert(
      fc.property(fc.nat({ max: 200 }), fc.nat({ max: 250 }), (length, from) => {
        const found = Array.from({ length }, (_, i) => i).findIndex((i) => i >= from)
        return firstIndex(length, (i) => i >= from) === (found === -1 ? length : found)
      }),
      { seed: 61 },
    ))
})
