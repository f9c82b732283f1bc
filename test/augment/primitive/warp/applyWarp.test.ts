// Covers src/augment/primitive/warp/lattice.ts, src/augment/primitive/warp/warp.ts.
import { describe, expect, test } from 'vitest'
import { latticeOf } from '../../../../src/augment/primitive/warp/lattice.ts'
import { type Matrix, quarterTurn, rotation, shift } from '../../../../src/augment/primitive/warp/matrix.ts'
import { warp } from '../../../../src/augment/primitive/warp/warp.ts'
import { row, shown } from '../../arbitraries.ts'

describe('warp', () => {
  const image = row(10, 20, 30, 40)
  const shifted = (matrix: Matrix, interpolation: 'nearest' | 'bilinear', border: number | 'edge' | 'reflect') =>
    shown(warp(matrix, image, { border, interpolation }), image)

  test('halfway between two pixels bilinear is their mean, nearest the right one', () => {
    expect(shifted(shift(0.5, 0), 'bilinear', 'edge')).toEqual([15, 25, 35, 40])
    expect(shifted(shift(0.5, 0), 'nearest', 'edge')).toEqual([20, 30, 40, 40])
  })

  test('a quarter of the way: 0.75 x 10 + 0.25 x 20 = 12.5, rounded up', () => {
    expect(shifted(shift(0.25, 0), 'bilinear', 127)).toEqual([13, 23, 33, 40])
  })

  test('beyond the edge lies the border', () => {
    expect(shifted(shift(1.5, 0), 'bilinear', 127)).toEqual([25, 35, 127, 127])
    expect(shifted(shift(1.5, 0), 'bilinear', 'reflect')).toEqual([25, 35, 35, 25])
    expect(shifted(shift(2, 0), 'nearest', 127)).toEqual([30, 40, 127, 127])
    expect(shifted(shift(-2, 0), 'nearest', 'reflect')).toEqual([30, 20, 10, 20])
    expect(shifted(shift(-9, 0), 'nearest', 'edge')).toEqual([10, 10, 10, 10])
  })

  test('behind the horizon of a projective map there is nothing', () => {
    // X = 1 / (1 - x / 2): 1.33 at 0.5 and 4 at 1.5.
    // 2.5 and 3.5 lie beyond the horizon, where -0.75 would lead to -1.33.
    expect(shifted([0, 0, 1, 0, 1, 0, -0.5, 0, 1], 'nearest', 'edge')).toEqual([20, 40, 0, 0])
    expect(shifted([0, 0, 1, 0, 1, 0, -0.5, 0, 1], 'nearest', 127)).toEqual([20, 127, 127, 127])
  })

  test('recognizes maps of whole pixels, also from angles', () => {
    expect(latticeOf(rotation(90, { width: 5, height: 5 }))).toEqual(latticeOf(quarterTurn({ width: 5, height: 5 })))
    expect(latticeOf(rotation(180, { width: 4, height: 6 }))).toEqual({
      swap: false,
      signX: -1,
      signY: -1,
      startX: 3,
      startY: 5,
    })
    expect(latticeOf(rotation(90, { width: 4, height: 5 }))).toBeUndefined()
    expect(latticeOf(shift(0.5, 0))).toBeUndefined()
    expect(latticeOf([2, 0, 0, 0, 1, 0, 0, 0, 1])).toBeUndefined()
  })
})
