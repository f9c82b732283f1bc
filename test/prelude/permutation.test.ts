import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold, keyOf } from '../../src/prelude/key.ts'
import { permutation } from '../../src/prelude/permutation.ts'

const images = (seed: number, length: number): readonly number[] => {
  const order = permutation(keyOf(seed), length)
  return Array.from({ length }, (_, i) => order(i))
}

describe('permutation', () => {
  test('of one index', () => expect(images(1, 1)).toEqual([0]))

  test('draws each of the 6 orders of 3 about equally: chi-squared of 6,000 keys below 20.5 (5 degrees of freedom, 0.1 %)', () => {
    const counts = new Map<string, number>()
    for (let i = 0; i < 6000; i++) {
      const order = permutation(fold(keyOf(1), i), 3)
      const text = [0, 1, 2].map(order).join('')
      counts.set(text, (counts.get(text) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    expect([...counts.values()].reduce((sum, n) => sum + (n - 1000) ** 2 / 1000, 0)).toBeLessThan(20.5)
  })

  test('neighbors do not stay together: about 1 of 1,000 follows its neighbor', () => {
    const order = images(2, 1000)
    expect(order.filter((image, i) => image === order[i - 1]! + 1).length).toBeLessThan(8)
  })

  test.each([2 ** 20, 2 ** 20 + 1, 2 ** 50 + 1, 2 ** 52])('stays inside a range of %d at both ends', (length) => {
    const order = permutation(keyOf(3), length)
    for (const index of [0, 1, length - 2, length - 1]) {
      const image = order(index)
      expect(Number.isSafeInteger(image) && image >= 0 && image < length).toBe(true)
    }
  })
})

describe('laws', () => {
  test('is a bijection for every key and length', () =>
    fc.assert(
      fc.property(
        fc.maxSafeInteger(),
        fc.integer({ min: 1, max: 600 }),
        (seed, length) =>
          new Set(images(seed, length)).size === length && images(seed, length).every((i) => i < length),
      ),
      { seed: 56 },
    ))

  test('another key gives another order', () =>
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 20, max: 300 }), (seed, length) => {
        const [one, other] = [images(seed, length), images(seed + 1, length)]
        return one.some((image, i) => image !== other[i])
      }),
      { seed: 57 },
    ))
})
