import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold, keyOf } from '../../src/prelude/key.ts'
import { chance, integer, normals, uniform, uniforms } from '../../src/prelude/random.ts'

const draws = (count: number): readonly number[] => Array.from({ length: count }, (_, i) => uniform(fold(keyOf(1), i)))
const mean = (numbers: Iterable<number>): number => {
  const all = [...numbers]
  return all.reduce((sum, n) => sum + n, 0) / all.length
}

describe('uniform', () => {
  test('is the 53 bits of threefry(0, 0): (0x6b200159 >> 5) * 2^26 + (0x99ba4efe >> 6), over 2^53', () =>
    expect(uniform(keyOf(0))).toBe(((0x6b200159 >>> 5) * 2 ** 26 + (0x99ba4efe >>> 6)) / 2 ** 53))

  test('has the mean and variance of [0, 1): 1/2 and 1/12, within 4 standard errors of 20,000 draws', () => {
    const all = draws(20_000)
    expect(Math.abs(mean(all) - 1 / 2)).toBeLessThan(4 * Math.sqrt(1 / 12 / 20_000))
    expect(Math.abs(mean(all.map((u) => (u - 1 / 2) ** 2)) - 1 / 12)).toBeLessThan(4 * Math.sqrt(1 / 180 / 20_000))
  })

  test('scales to [low, high)', () => expect(uniform(keyOf(0), -2, 2)).toBe(-2 + 4 * uniform(keyOf(0))))
})

describe('chance', () => {
  test('of 0 is never, of 1 always', () => {
    const keys = Array.from({ length: 1000 }, (_, i) => fold(keyOf(2), i))
    expect(keys.some((key) => chance(key, 0))).toBe(false)
    expect(keys.every((key) => chance(key, 1))).toBe(true)
  })
})

describe('integer', () => {
  test('draws each of 6 about equally: chi-squared of 6,000 draws below 20.5 (5 degrees of freedom, 0.1 %)', () => {
    const counts = Array<number>(6).fill(0)
    for (let i = 0; i < 6000; i++) counts[integer(fold(keyOf(3), i), 6)]!++
    expect(counts.reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0)).toBeLessThan(20.5)
  })

  test('below 1 is 0', () => expect(integer(keyOf(9), 1)).toBe(0))
})

describe('normals', () => {
  test('have mean 0, variance 1 and kurtosis 3, within 4 standard errors of 40,000 draws', () => {
    const all = normals(keyOf(4), 40_000)
    expect(Math.abs(mean(all))).toBeLessThan(4 / 200)
    expect(Math.abs(mean(all.map((x) => x * x)) - 1)).toBeLessThan((4 * Math.SQRT2) / 200)
    expect(Math.abs(mean(all.map((x) => x ** 4)) - 3)).toBeLessThan((4 * Math.sqrt(96)) / 200)
  })

  test('are finite and do not repeat', () => {
    const all = normals(keyOf(5), 10_001)
    expect(all.every(Number.isFinite)).toBe(true)
    expect(new Set(all).size).toBeGreaterThan(9_990)
  })
})

describe('laws', () => {
  test('every draw is inside its range', () =>
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (seed, below) => {
        const u = uniform(keyOf(seed))
        const n = integer(keyOf(seed), below)
        return u >= 0 && u < 1 && Number.isSafeInteger(n) && n >= 0 && n < below
      }),
      { seed: 53 },
    ))

  test('uniforms never round up to 1', () =>
    fc.assert(
      fc.property(fc.maxSafeInteger(), (seed) => uniforms(keyOf(seed), 1000).every((u) => u >= 0 && u < 1)),
      { seed: 54, numRuns: 300 },
    ))

  test.each([
    ['uniforms', uniforms],
    ['normals', normals],
  ] as const)('a longer array of %s starts with the shorter', (_, draw) =>
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.nat({ max: 50 }), fc.nat({ max: 50 }), (seed, n, more) => {
        const short = draw(keyOf(seed), n)
        const long = draw(keyOf(seed), n + more)
        return short.every((x, i) => Object.is(x, long[i]))
      }),
      { seed: 55 },
    ),
  )
})
