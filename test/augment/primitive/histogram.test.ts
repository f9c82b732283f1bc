import { describe, expect, test } from 'vitest'
import { meanLuma } from '../../../src/augment/primitive/histogram.ts'
import { pixels } from '../../../src/image/raster.ts'
import { color, row, shown } from '../arbitraries.ts'

describe('histogram operations', () => {
  test('autoContrast stretches each channel on its own', () => {
    // 50..150 becomes 0..255: (75 - 50) x 2.55 = 63.75; a flat channel stays.
    expect(shown({ kind: 'autoContrast' }, color(50, 9, 0, 75, 9, 255, 150, 9, 128))).toEqual([
      0, 9, 0, 63, 9, 255, 255, 9, 128,
    ])
  })

  test('equalize leaves a picture of fewer than 256 pixels alone, and spreads a larger one', () => {
    expect(shown({ kind: 'equalize' }, row(3, 5, 5, 9))).toEqual([3, 5, 5, 9])
    // 256 pixels each of 10, 20 and 30: step (768 - 256) / 255 = 2.
    // Sums 1, 257, 513 -> 0, 128, 255 (256 clamped).
    const three = pixels(256, 3, 1, (_x, y) => 10 * (y + 1))
    const spread = shown({ kind: 'equalize' }, three)
    expect([spread[0], spread[256], spread[512]]).toEqual([0, 128, 255])
  })

  test('contrast blends with the mean luma', () => {
    // Mean of 10, 20, 60 is 30: 30 + 0.5 x (-20, -10, 30) = 20, 25, 45.
    expect(shown({ kind: 'contrast', factor: 0.5 }, row(10, 20, 60))).toEqual([20, 25, 45])
    expect(shown({ kind: 'contrast', factor: 0 }, row(10, 20, 60))).toEqual([30, 30, 30])
    // luma(255, 0, 0) = 76, luma(0, 0, 0) = 0.
    expect(meanLuma(color(255, 0, 0, 0, 0, 0))).toBe(38)
  })
})
