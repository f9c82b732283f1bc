// Covers src/augment/primitive/warp/resample.ts.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Border } from '../../../../src/augment/primitive/warp/border.ts'
import { copyLattice, type Lattice, latticeOf, staysInside } from '../../../../src/augment/primitive/warp/lattice.ts'
import {
  type Matrix,
  mirror,
  multiply,
  quarterTurn,
  rotation,
  shift,
} from '../../../../src/augment/primitive/warp/matrix.ts'
import { resample } from '../../../../src/augment/primitive/warp/resample.ts'
import { warp } from '../../../../src/augment/primitive/warp/warp.ts'
import { noise } from '../../arbitraries.ts'

const from = { width: 5, height: 3 }

/** Flips, quarter turns and shifts, two in a row. */
const lattices: fc.Arbitrary<Matrix> = fc
  .tuple(
    fc.constantFrom(mirror(from), quarterTurn(from), rotation(180, from), shift(0, 0)),
    fc.integer({ min: -7, max: 7 }),
    fc.integer({ min: -7, max: 7 }),
  )
  .map(([matrix, right, down]) => multiply(matrix, shift(right, down)))

describe('latticeOf', () => {
  test('reads signs and the source of the first pixel', () => {
    // X = 5 - x: the center 0.5 of output pixel 0 shows 4.5, the center of source pixel 4.
    expect(latticeOf(mirror(from))).toEqual({ swap: false, signX: -1, signY: 1, startX: 4, startY: 0 })
    // X = 5 - y, Y = x: the output x runs along the source y.
    expect(latticeOf(quarterTurn(from))).toEqual({ swap: true, signX: -1, signY: 1, startX: 4, startY: 0 })
    expect(latticeOf(shift(2, -1))).toEqual({ swap: false, signX: 1, signY: 1, startX: 2, startY: -1 })
  })

  test.each<[string, Matrix]>([
    ['half a pixel', shift(0.5, 0)],
    ['a turn by 10 degrees', rotation(10, from)],
    ['a scale', [2, 0, 0, 0, 1, 0, 0, 0, 1]],
    ['a projection', [1, 0, 0, 0, 1, 0, 0.1, 0, 1]],
  ])('%s is none', (_name, matrix) => {
    expect(latticeOf(matrix)).toBeUndefined()
  })
})

describe('staysInside', () => {
  const at = (startX: number, startY: number): Lattice => ({ swap: false, signX: 1, signY: 1, startX, startY })

  test('is true up to the last pixel on each side', () => {
    // 3 x 2 pixels from (2, 1) end at (4, 2), the last pixel of 5 x 3.
    const output = { width: 3, height: 2 }
    expect([at(2, 1), at(3, 1), at(2, 2), at(-1, 0), at(0, -1)].map((one) => staysInside(one, output, from))).toEqual([
      true,
      false,
      false,
      false,
      false,
    ])
  })

  test('lets the output height run along the source width after a quarter turn', () => {
    const turned = latticeOf(quarterTurn(from))!
    expect(staysInside(turned, { width: 3, height: 5 }, from)).toBe(true)
    expect(staysInside(turned, { width: 5, height: 3 }, from)).toBe(false)
  })
})

test('law: copying whole pixels gives what sampling gives, for every border and number of channels', () => {
  fc.assert(
    fc.property(
      lattices,
      fc.constantFrom<Border>(127, 'reflect', 'edge'),
      fc.constantFrom<1 | 3>(1, 3),
      fc.constantFrom<'nearest' | 'bilinear'>('nearest', 'bilinear'),
      fc.nat(),
      (matrix, border, channels, interpolation, seed) => {
        const source = noise(from.width, from.height, channels, seed)
        const whole = warp(matrix, from, { size: { width: 4, height: 6 }, border, interpolation })
        const [copied, sampled] = [new Uint8Array(24 * channels), new Uint8Array(24 * channels)]
        copyLattice(latticeOf(matrix)!, whole.links[0]!, whole, source, copied)
        resample(whole, source, sampled)
        return Buffer.from(copied).equals(Buffer.from(sampled))
      },
    ),
    { seed: 83, numRuns: 500 },
  )
})
