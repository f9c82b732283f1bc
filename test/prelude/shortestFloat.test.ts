import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { shortestFloat } from '../../src/prelude/shortestFloat.ts'

const floats = fc.float({ noNaN: true, noDefaultInfinity: true })

describe('shortestFloat', () => {
  test.each([
    [0, 0],
    [1, 1],
    [0.1, 0.1],
    [0.8, 0.8],
    [1 / 3, 0.33333334],
    [2 / 3, 0.6666667],
    // One step of 2^-24 below 1.
    [1 - 2 ** -24, 0.99999994],
    // Below 2^-126 a float has fewer digits than the result shows.
    [2 ** -149, 1.401298e-45],
  ])('writes the float next to %d as %d', (value, short) => {
    expect(shortestFloat(Math.fround(value))).toBe(short)
  })
})

describe('laws', () => {
  test('gives the float back', () => {
    fc.assert(
      fc.property(floats, (float) => Math.fround(shortestFloat(float)) === float),
      { seed: 58 },
    )
  })

  test('keeps the order', () => {
    fc.assert(
      fc.property(floats, floats, (a, b) => Math.sign(shortestFloat(a) - shortestFloat(b)) === Math.sign(a - b)),
      { seed: 59 },
    )
  })

  test('needs at most nine digits', () => {
    const digits = (value: number): number => value.toExponential().replace(/e.*|[-.]/g, '').length
    fc.assert(
      fc.property(floats, (float) => digits(shortestFloat(float)) <= 9),
      { seed: 60 },
    )
  })
})
