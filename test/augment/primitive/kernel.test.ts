import { describe, expect, test } from 'vitest'
import { sharpness } from '../../../src/augment/primitive/kernel.ts'
import type { Primitive } from '../../../src/augment/primitive/primitive.ts'
import { pixels } from '../../../src/image/raster.ts'
import { row, shown } from '../arbitraries.ts'

describe('kernel', () => {
  const spike = pixels(3, 3, 1, (x, y) => (x === 1 && y === 1 ? 130 : 0))

  test('sharpness 0 smooths the inside by 5 of 13 and keeps the border', () => {
    expect(shown(sharpness(0), spike)).toEqual([0, 0, 0, 0, 50, 0, 0, 0, 0])
    expect(shown(sharpness(1), spike)).toEqual(Array.from(spike.data))
  })

  test('reflects the border, with any odd size', () => {
    const mean: Primitive = { kind: 'kernel', width: 3, weights: [1 / 3, 1 / 3, 1 / 3], border: 'reflect' }
    // 30 10 | 10 is reflected: (20 + 10 + 20) / 3 = 16.7, (10 + 20 + 60) / 3 = 30, (20 + 60 + 20) / 3 = 33.3.
    expect(shown(mean, row(10, 20, 60))).toEqual([17, 30, 33])
    const left: Primitive = { kind: 'kernel', width: 5, weights: [1, 0, 0, 0, 0], border: 'reflect' }
    expect(shown(left, row(1, 2, 3, 4, 5, 6))).toEqual([3, 2, 1, 2, 3, 4])
  })
})
