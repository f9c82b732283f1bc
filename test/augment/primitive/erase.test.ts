import { describe, expect, test } from 'vitest'
import type { Primitive } from '../../../src/augment/primitive/primitive.ts'
import { pixels } from '../../../src/image/raster.ts'
import { color, row, shown } from '../arbitraries.ts'

describe('erase', () => {
  test('paints the parts that are inside', () => {
    const corner: Primitive = { kind: 'erase', rectangles: [{ x: -1, y: -1, width: 2, height: 2 }], fill: 9 }
    expect(
      shown(
        corner,
        pixels(2, 2, 1, () => 1),
      ),
    ).toEqual([9, 1, 1, 1])
    const outside: Primitive = { kind: 'erase', rectangles: [{ x: 5, y: 0, width: 2, height: 2 }], fill: 'patch' }
    expect(shown(outside, row(1, 2))).toEqual([1, 2])
  })

  test('fills with the mean color of the picture or of the part, channel by channel', () => {
    const part = { x: 0, y: 0, width: 2, height: 1 }
    const image = color(0, 10, 20, 100, 20, 20, 200, 60, 20)
    expect(shown({ kind: 'erase', rectangles: [part], fill: 'mean' }, image)).toEqual([
      100, 30, 20, 100, 30, 20, 200, 60, 20,
    ])
    expect(shown({ kind: 'erase', rectangles: [part], fill: 'patch' }, image)).toEqual([
      50, 15, 20, 50, 15, 20, 200, 60, 20,
    ])
  })
})
