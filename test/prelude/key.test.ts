import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fold, type Key, keyOf } from '../../src/prelude/key.ts'
import { threefry } from '../../src/prelude/threefry.ts'

const same = (a: Key, b: Key): boolean => a.hi === b.hi && a.lo === b.lo
const part = fc.oneof(fc.string(), fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER }))
const path = fc.array(part, { maxLength: 5 })

describe('keyOf', () => {
  test.each([
    [0, 0, 0],
    [7, 0, 7],
    [2 ** 32, 1, 0],
    [2 ** 53 - 1, 0x1fffff, 0xffffffff],
    [-1, 0xffffffff, 0xffffffff],
  ])('%d', (seed, hi, lo) => expect(keyOf(seed)).toEqual({ hi, lo }))
})

describe('fold', () => {
  test('of a number is threefry at that counter', () => {
    const [hi, lo] = threefry(0, 7, 5, 1)
    expect(fold(keyOf(7), 2 ** 32 + 5)).toEqual({ hi, lo })
  })

  test('of nothing is the key itself', () => expect(fold(keyOf(7))).toEqual(keyOf(7)))

  test.each([
    [['a', 'b'], ['ab']],
    [
      ['a', 'b'],
      ['b', 'a'],
    ],
    [[''], []],
    [['1'], [1]],
    [[0], ['']],
    [[1, 2], [12]],
  ])('%o and %o differ', (one, other) => expect(fold(keyOf(1), ...one)).not.toEqual(fold(keyOf(1), ...other)))

  test('a hundred thousand file names give as many keys', () => {
    const keys = new Set<string>()
    for (let i = 0; i < 100_000; i++) {
      const { hi, lo } = fold(keyOf(0), `photos/IMG_${i}.jpg`)
      keys.add(`${hi} ${lo}`)
    }
    expect(keys.size).toBe(100_000)
  })
})

describe('laws', () => {
  test('folding one after the other is folding at once', () =>
    fc.assert(
      fc.property(fc.maxSafeInteger(), path, path, (seed, a, b) =>
        same(fold(fold(keyOf(seed), ...a), ...b), fold(keyOf(seed), ...a, ...b)),
      ),
      { seed: 51 },
    ))

  test('different parts give different keys', () =>
    fc.assert(
      fc.property(
        path,
        part,
        part,
        (before, a, b) => a === b || !same(fold(keyOf(3), ...before, a), fold(keyOf(3), ...before, b)),
      ),
      { seed: 52, numRuns: 1000 },
    ))
})
