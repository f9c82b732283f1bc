import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gaussian } from '../../../src/augment/primitive/blur.ts'
import { pixels } from '../../../src/image/raster.ts'
import { row, shown } from '../arbitraries.ts'

describe('gaussian', () => {
  test('is exp(-n^2 / 2) scaled to add up to 1 at sigma 1', () => {
    // exp(-1 / 2) = 0.60653; the taps 0.60653, 1, 0.60653 add up to 2.21306.
    const taps = gaussian({ kind: 'blur', sigma: 1, radius: 1 })
    expect(Array.from(taps, (tap) => Number(tap.toFixed(5)))).toEqual([0.27407, 0.45186, 0.27407])
  })

  test('law: symmetric, falls from the center, and adds up to 1', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.3, max: 9, noNaN: true }), fc.integer({ min: 0, max: 12 }), (sigma, radius) => {
        const taps = gaussian({ kind: 'blur', sigma, radius })
        return (
          taps.length === 2 * radius + 1 &&
          taps.every((tap, i) => tap === taps[2 * radius - i] && (i === 0 || i > radius || tap >= taps[i - 1]!)) &&
          Math.abs(taps.reduce((a, b) => a + b) - 1) < 1e-12
        )
      }),
      { seed: 81 },
    )
  })
})

describe('blur', () => {
  test('spreads a spike by the taps', () => {
    // 100 x 0.27407 and 100 x 0.45186, rounded.
    expect(shown({ kind: 'blur', sigma: 1, radius: 1 }, row(0, 0, 100, 0, 0))).toEqual([0, 27, 45, 27, 0])
  })

  test('reflects the border without repeating the outermost pixel', () => {
    // At 0 the taps see 50 | 100 50: 0.27407 x 50 + 0.45186 x 100 + 0.27407 x 50 = 72.59.
    expect(shown({ kind: 'blur', sigma: 1, radius: 1 }, row(100, 50, 0, 0))[0]).toBe(73)
  })

  test('works along both axes, channel by channel', () => {
    const spike = pixels(3, 3, 3, (x, y, c) => (x === 1 && y === 1 && c === 1 ? 200 : 0))
    const green = shown({ kind: 'blur', sigma: 1, radius: 1 }, spike).filter((_, i) => i % 3 === 1)
    // At an edge the reflected tap shows the spike a second time: 2 x 0.27407 = 0.54814.
    // 200 x 0.54814^2 = 60.09, 200 x 0.54814 x 0.45186 = 49.54, 200 x 0.45186^2 = 40.84.
    expect(green).toEqual([60, 50, 60, 50, 41, 50, 60, 50, 60])
    expect(shown({ kind: 'blur', sigma: 1, radius: 1 }, spike).filter((_, i) => i % 3 !== 1)).toEqual(Array(18).fill(0))
  })

  test('law: a picture of one color stays as it is', () => {
    fc.assert(
      fc.property(fc.nat({ max: 255 }), fc.double({ min: 0.3, max: 5, noNaN: true }), (value, sigma) =>
        shown(
          { kind: 'blur', sigma, radius: 3 },
          pixels(4, 5, 1, () => value),
        ).every((blurred) => blurred === value),
      ),
      { seed: 82 },
    )
  })
})
