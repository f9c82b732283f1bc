import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { threefry } from '../../src/prelude/threefry.ts'

const word = fc.integer({ min: 0, max: 2 ** 32 - 1 })

describe('threefry', () => {
  // Known answers of threefry2x32 with 20 rounds, from the file kat_vectors of Random123 (Salmon et al.).
  test.each([
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ])('key %o, counter %o', ([key0, key1], [counter0, counter1], expected) =>
    expect(threefry(key0!, key1!, counter0!, counter1!)).toEqual(expected),
  )
})

describe('laws', () => {
  test('under one key, different counters give different words', () =>
    fc.assert(
      fc.property(word, word, word, word, fc.integer({ min: 1, max: 2 ** 32 - 1 }), (k0, k1, c0, c1, by) => {
        const [a0, a1] = threefry(k0, k1, c0, c1)
        const [b0, b1] = threefry(k0, k1, c0, (c1 + by) % 2 ** 32)
        return a0 !== b0 || a1 !== b1
      }),
      { seed: 50 },
    ))

  test('one flipped bit of the counter flips about half of the 64 bits: 32 +- 0.5 on average over 2,000 flips', () => {
    const ones = (n: number): number => n.toString(2).replaceAll('0', '').length
    let flipped = 0
    for (let i = 0; i < 2000; i++) {
      const [a0, a1] = threefry(1, 2, i, 3)
      const [b0, b1] = threefry(1, 2, (i ^ (1 << (i % 32))) >>> 0, 3)
      flipped += ones((a0 ^ b0) >>> 0) + ones((a1 ^ b1) >>> 0)
    }
    expect(Math.abs(flipped / 2000 - 32)).toBeLessThan(0.5)
  })
})
