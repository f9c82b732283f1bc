import { describe, expect, test } from 'vitest'
import { fuseColors, saturation } from '../../../src/augment/primitive/color.ts'
import type { Primitive } from '../../../src/augment/primitive/primitive.ts'
import { color, row, shown } from '../arbitraries.ts'

describe('color', () => {
  test('saturation 0 is the luma, 1 the color', () => {
    expect(shown(saturation(0), color(255, 0, 0))).toEqual([76, 76, 76])
    expect(shown(saturation(1), color(255, 10, 0))).toEqual([255, 10, 0])
    // Half way from 76.245 to 255, and to 0.
    expect(shown(saturation(0.5), color(255, 0, 0))).toEqual([166, 38, 38])
  })

  test('a gray picture takes the luma of what (v, v, v) becomes', () => {
    const redOnly: Primitive = { kind: 'color', matrix: [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0] }
    expect(shown(redOnly, row(200))).toEqual([60])
    expect(shown(saturation(1.7), row(0, 100, 255))).toEqual([0, 100, 255])
  })

  test('two matrices are one only if the first never clamps', () => {
    expect(fuseColors(saturation(0.5), saturation(0.5))?.matrix[0]).toBeCloseTo(saturation(0.25).matrix[0], 12)
    expect(fuseColors(saturation(2), saturation(0.5))).toBeUndefined()
  })
})
