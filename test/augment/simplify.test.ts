// Covers src/augment/primitive/warp/fuseWarps.ts.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply } from '../../src/augment/apply.ts'
import { concat, type Draw, drawOf, identity } from '../../src/augment/draw.ts'
import { saturation } from '../../src/augment/primitive/color.ts'
import { lookup } from '../../src/augment/primitive/lookup.ts'
import type { Primitive } from '../../src/augment/primitive/primitive.ts'
import type { Border } from '../../src/augment/primitive/warp/border.ts'
import {
  type Matrix,
  mirror,
  multiply,
  quarterTurn,
  rotation,
  shear,
  shift,
} from '../../src/augment/primitive/warp/matrix.ts'
import { warp } from '../../src/augment/primitive/warp/warp.ts'
import { simplify } from '../../src/augment/simplify.ts'
import type { Raster } from '../../src/image/raster.ts'
import type { Size } from '../../src/image/size.ts'
import { differences, drawn, noise, ramp, samePixels, squares, transformNames } from './arbitraries.ts'

const oneByOne = (draw: Draw, image: Raster): Raster =>
  draw.primitives.reduce((current, primitive) => apply(drawOf(primitive))(current), image)

const size: Size = { width: 9, height: 9 }

const lattices: fc.Arbitrary<Matrix> = fc.oneof(
  fc.constant(mirror(size)),
  fc.constant(quarterTurn(size)),
  fc.record({ x: fc.integer({ min: -4, max: 4 }), y: fc.integer({ min: -4, max: 4 }) }).map(({ x, y }) => shift(x, y)),
)

const borders: fc.Arbitrary<Border> = fc.constantFrom<Border>(127, 'reflect', 'edge')

const general: fc.Arbitrary<Matrix> = fc.oneof(
  fc.double({ min: -40, max: 40, noNaN: true }).map((degrees) => rotation(degrees, size)),
  fc.double({ min: -0.3, max: 0.3, noNaN: true }).map((by) => shear(by, 0)),
  fc.double({ min: -2, max: 2, noNaN: true }).map((by) => shift(by, -by / 2)),
)

const warps = (
  matrices: fc.Arbitrary<Matrix>,
  interpolation: 'nearest' | 'bilinear',
  of: fc.Arbitrary<Border> = borders,
) => fc.tuple(matrices, of).map(([matrix, border]) => warp(matrix, size, { border, interpolation }))

describe('laws', () => {
  test('idempotent, and keeps the targets', () => {
    fc.assert(
      fc.property(transformNames, transformNames, fc.nat(), (one, two, seed) => {
        const draw = { ...concat(drawn(one, seed, size), drawn(two, seed, size)), targets: { turn: 2 } }
        const once = simplify(draw)
        return once.targets.turn === 2 && JSON.stringify(simplify(once)) === JSON.stringify(once)
      }),
      { seed: 31 },
    )
  })

  test('maps of whole pixels fuse exactly, whatever their borders', () => {
    fc.assert(
      fc.property(fc.array(warps(lattices, 'nearest'), { maxLength: 5 }), fc.nat(), (list, seed) => {
        const image = noise(9, 9, 3, seed)
        const fused = simplify(drawOf(...list))
        return fused.primitives.length <= 1 && samePixels(apply(fused)(image), oneByOne(drawOf(...list), image))
      }),
      { seed: 32, numRuns: 500 },
    )
  })

  test('a crop, a flip and a turn by any angle fuse to one resampling that gives the same picture', () => {
    fc.assert(
      fc.property(
        warps(lattices, 'nearest'),
        warps(lattices, 'nearest'),
        warps(general, 'nearest'),
        fc.nat(),
        (a, b, c, seed) => {
          const image = noise(9, 9, 3, seed)
          const fused = simplify(drawOf(a, b, c))
          return fused.primitives.length <= 1 && samePixels(apply(fused)(image), oneByOne(drawOf(a, b, c), image))
        },
      ),
      { seed: 33, numRuns: 300 },
    )
  })

  test('any two warps fuse to one resampling: the same on a plane, up to the rounding that it saves', () => {
    const image = ramp(9, 9)
    const edges = fc.constant<Border>('edge')
    fc.assert(
      fc.property(warps(general, 'bilinear', edges), warps(general, 'bilinear', edges), (a, b) => {
        const fused = simplify(drawOf(a, b))
        return (
          fused.primitives.length <= 1 &&
          Math.max(...differences(apply(fused)(image), oneByOne(drawOf(a, b), image))) <= 2
        )
      }),
      { seed: 34, numRuns: 300 },
    )
  })

  test('any policy keeps its picture, up to the rounding that it saves', () => {
    const exact = fc.constantFrom('cropFlip', 'cutout', 'flip', 'rotate90', 'hsvJitter', 'enhance', 'grayscale')
    fc.assert(
      fc.property(squares, exact, exact, fc.nat(), (image, one, two, seed) => {
        const draw = concat(drawn(one, seed, image), drawn(two, seed + 1, image))
        return Math.max(0, ...differences(apply(simplify(draw))(image), oneByOne(draw, image))) <= 1
      }),
      { seed: 35, numRuns: 300 },
    )
  })
})

describe('simplify', () => {
  test('multiplies a crop and a flip into one matrix', () => {
    const crop = warp(shift(2, -1), size, { border: 'reflect', interpolation: 'nearest' })
    const flipped = warp(mirror(size), size, { border: 127, interpolation: 'nearest' })
    // Output x goes to 9 - x, then to 9 - x + 2.
    expect(simplify(drawOf(crop, flipped)).primitives).toEqual([
      warp([-1, 0, 11, 0, 1, -1, 0, 0, 1], size, { border: 'reflect', interpolation: 'nearest' }),
    ])
  })

  test('keeps the border of a canvas that can show: pixels that left it do not come back', () => {
    const away = warp(shift(5, 0), size, { border: 10, interpolation: 'nearest' })
    const back = warp(shift(-5, 0), size, { border: 20, interpolation: 'nearest' })
    const image = noise(9, 9, 1, 1)
    const row = Array.from(apply(simplify(drawOf(away, back)))(image).data.subarray(0, 9))
    // Back: five columns of 20, then columns 0..3 of the shifted picture, columns 5..8 of the source.
    expect(row).toEqual([20, 20, 20, 20, 20, ...image.data.subarray(5, 9)])
  })

  test('fuses curves into one table and rectangles into one list', () => {
    const cut = (x: number): Primitive => ({ kind: 'erase', rectangles: [{ x, y: 0, width: 1, height: 1 }], fill: 0 })
    const curves = [lookup({ kind: 'invert' }), lookup({ kind: 'posterize', bits: 4 })]
    expect(simplify(drawOf(...curves, cut(0), cut(5))).primitives).toEqual([
      lookup({ kind: 'invert' }, { kind: 'posterize', bits: 4 }),
      {
        kind: 'erase',
        rectangles: [
          { x: 0, y: 0, width: 1, height: 1 },
          { x: 5, y: 0, width: 1, height: 1 },
        ],
        fill: 0,
      },
    ])
  })

  test('multiplies color matrices unless the first one clamps', () => {
    const paler = saturation(0.5)
    const stronger = saturation(1.5)
    expect(simplify(drawOf(paler, stronger)).primitives).toHaveLength(1)
    expect(simplify(drawOf(stronger, paler)).primitives).toHaveLength(2)
  })

  test('drops primitives that change nothing', () => {
    const turns = [1, 2, 3, 4].map(() => warp(quarterTurn(size), size, { border: 0, interpolation: 'nearest' }))
    const nothing: readonly Primitive[] = [
      lookup(),
      lookup({ kind: 'blend', toward: 0, factor: 1 }),
      { kind: 'contrast', factor: 1 },
      saturation(1),
      { kind: 'erase', rectangles: [], fill: 0 },
      warp(multiply(mirror(size), mirror(size)), size, { border: 0, interpolation: 'nearest' }),
    ]
    expect(simplify(drawOf(...turns, ...nothing))).toEqual(identity)
  })

  test('does not mix the interpolations of two warps that both need theirs', () => {
    const nearest = warp(rotation(10, size), size, { border: 0, interpolation: 'nearest' })
    const bilinear = warp(rotation(10, size), size, { border: 0, interpolation: 'bilinear' })
    expect(simplify(drawOf(nearest, bilinear)).primitives).toEqual([nearest, bilinear])
  })
})
