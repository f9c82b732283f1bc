import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { applyWarp } from '../../../../src/augment/primitive/warp/applyWarp.ts'
import type { Border } from '../../../../src/augment/primitive/warp/border.ts'
import { fuseWarps } from '../../../../src/augment/primitive/warp/fuseWarps.ts'
import {
  type Matrix,
  mirror,
  multiply,
  quarterTurn,
  rotation,
  shift,
} from '../../../../src/augment/primitive/warp/matrix.ts'
import { type Interpolation, warp } from '../../../../src/augment/primitive/warp/warp.ts'
import { noise, samePixels } from '../../arbitraries.ts'

const size = { width: 7, height: 7 }
const by = (matrix: Matrix, border: Border, interpolation: Interpolation = 'nearest') =>
  warp(matrix, size, { border, interpolation })

describe('fuseWarps', () => {
  test('multiplies into one link where no pixel of the second leaves the canvas', () => {
    const fused = fuseWarps(by(rotation(10, size), 1), by(mirror(size), 2))!
    // The border of the mirror never shows, so the one of the rotation stays.
    expect(fused.links).toEqual([{ matrix: multiply(rotation(10, size), mirror(size)), from: size, border: 1 }])
  })

  test('multiplies into one link where the first only turns the whole source', () => {
    const fused = fuseWarps(by(quarterTurn(size), 1), by(rotation(10, size), 2))!
    expect(fused.links).toEqual([{ matrix: multiply(quarterTurn(size), rotation(10, size)), from: size, border: 2 }])
  })

  test('keeps a link for each canvas whose border shows', () => {
    const fused = fuseWarps(by(shift(3, 0), 1), by(shift(-3, 0), 2))!
    expect(fused.links).toEqual([
      { matrix: shift(-3, 0), from: size, border: 2 },
      { matrix: shift(3, 0), from: size, border: 1 },
    ])
  })

  test('takes the interpolation of the warp that needs one, and none for two that differ', () => {
    const [turn, tilt] = [rotation(90, size), rotation(10, size)]
    const interpolations = (first: Matrix, second: Matrix) =>
      fuseWarps(by(first, 0, 'nearest'), by(second, 0, 'bilinear'))?.interpolation
    expect(interpolations(turn, tilt)).toBe('bilinear')
    expect(interpolations(tilt, turn)).toBe('nearest')
    expect(interpolations(tilt, tilt)).toBeUndefined()
  })

  test('gives the output the size of the second', () => {
    const part = warp(shift(1, 1), size, { size: { width: 2, height: 3 }, border: 0, interpolation: 'nearest' })
    expect(fuseWarps(by(mirror(size), 0), part)!.size).toEqual({ width: 2, height: 3 })
  })

  test('law: shows what both in a row show if one of them maps whole pixels to whole pixels', () => {
    const lattices = fc.oneof(
      fc.constantFrom(mirror(size), quarterTurn(size)),
      fc
        .tuple(fc.integer({ min: -4, max: 4 }), fc.integer({ min: -4, max: 4 }))
        .map(([right, down]) => shift(right, down)),
    )
    const borders = fc.constantFrom<Border>(127, 'reflect', 'edge')
    const angles = fc.double({ min: -40, max: 40, noNaN: true })
    fc.assert(
      fc.property(lattices, borders, angles, borders, fc.boolean(), fc.nat(), (matrix, a, degrees, b, swap, seed) => {
        const pair = [by(matrix, a), by(rotation(degrees, size), b)] as const
        const [first, second] = swap ? [pair[1], pair[0]] : pair
        const source = noise(7, 7, 1, seed)
        return samePixels(applyWarp(fuseWarps(first, second)!, source), applyWarp(second, applyWarp(first, source)))
      }),
      { seed: 85, numRuns: 300 },
    )
  })
})
