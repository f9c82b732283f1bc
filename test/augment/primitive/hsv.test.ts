import { describe, expect, test } from 'vitest'
import { sameLevel } from '../../../src/augment/primitive/hsv.ts'
import { pixels } from '../../../src/image/raster.ts'
import { color, row, shown } from '../arbitraries.ts'

describe('hsv', () => {
  test('a third of a turn of the hue takes red to green', () => {
    expect(shown({ kind: 'hsv', hue: 1 / 3, saturation: sameLevel, value: sameLevel }, color(255, 0, 0))).toEqual([
      0, 255, 0,
    ])
    expect(shown({ kind: 'hsv', hue: -1 / 3, saturation: sameLevel, value: sameLevel }, color(255, 0, 0))).toEqual([
      0, 0, 255,
    ])
  })

  test('levels: value^2 x 2 - 0.1', () => {
    // (127.5 / 255)^2 would be 0.25; of 128: 0.25196 x 2 - 0.1 = 0.40393, 103.0.
    const level = { power: 2, gain: 2, offset: -0.1 }
    expect(shown({ kind: 'hsv', hue: 0, saturation: sameLevel, value: level }, row(128, 0, 255))).toEqual([103, 0, 255])
    expect(
      shown({ kind: 'hsv', hue: 0, saturation: { ...sameLevel, gain: 0 }, value: sameLevel }, color(200, 100, 0)),
    ).toEqual([200, 200, 200])
  })

  test('returns every color if nothing changes', () => {
    const image = pixels(16, 16, 3, (x, y, c) => (x * 17 + y * 5 * c + c * 90) % 256)
    expect(shown({ kind: 'hsv', hue: 0, saturation: sameLevel, value: sameLevel }, image)).toEqual(
      Array.from(image.data),
    )
  })
})
