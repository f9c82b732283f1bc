import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { count, magnitude, number, probability } from '../../../src/codec/combinator/numbers.ts'
import { decodeOrMessages } from '../../support/decoding.ts'

describe('number', () => {
  test.each([
    [number(), -1e300, 1e300],
    [probability, 0, 1],
    [magnitude, 0, 1e300],
    [count, 1, Number.MAX_SAFE_INTEGER],
    [number({ min: -1, max: 3, whole: true }), -1, 3],
    [number({ max: 3 }), -1e300, 3],
  ])('$name takes both ends', (codec, low, high) => {
    expect(decodeOrMessages(codec, low)).toBe(low)
    expect(decodeOrMessages(codec, high)).toBe(high)
  })

  test.each([
    [probability, 1.1, 'Expected a number from 0 to 1, received 1.1'],
    [probability, -0.1, 'Expected a number from 0 to 1, received -0.1'],
    [probability, '0.5', 'Expected a number from 0 to 1, received "0.5"'],
    [probability, Number.NaN, 'Expected a number from 0 to 1, received not a number'],
    [magnitude, -1, 'Expected a number of at least 0, received -1'],
    [magnitude, Number.POSITIVE_INFINITY, 'Expected a number of at least 0, received Infinity'],
    [count, 0, 'Expected a whole number of at least 1, received 0'],
    [count, 1.5, 'Expected a whole number of at least 1, received 1.5'],
    [count, 2 ** 53, 'Expected a whole number of at least 1, received 9007199254740992'],
    [count, undefined, 'Expected a whole number of at least 1, received nothing'],
    [count, null, 'Expected a whole number of at least 1, received null'],
    [number({ min: 0, max: 1, open: true }), 1, 'Expected a number from 0 to below 1, received 1'],
    [number({ max: 1, open: true }), 1, 'Expected a number below 1, received 1'],
    [number({ max: 1 }), 2, 'Expected a number of at most 1, received 2'],
    [number(), true, 'Expected a number, received true'],
  ])('%#: %s', (codec, value, message) => expect(decodeOrMessages(codec, value)).toEqual([message]))
})

describe('laws', () => {
  test('what it takes, it gives back', () =>
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        (n) => decodeOrMessages(probability, n) === n && probability.encode(n) === n && probability.is(n),
      ),
      { seed: 60 },
    ))
})
