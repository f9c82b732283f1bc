import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply } from '../../../../src/augment/apply.ts'
import { drawOf, identity } from '../../../../src/augment/draw.ts'
import { project } from '../../../../src/augment/primitive/warp/matrix.ts'
import { warp } from '../../../../src/augment/primitive/warp/warp.ts'
import { pixels } from '../../../../src/image/raster.ts'
import { type AffineMap, affineMatrix, affineTarget } from '../../../../src/kind/transform/affineDraw.ts'
import { drawn, mistakes } from '../../../augment/arbitraries.ts'

const size = { width: 32, height: 32 }
const still: AffineMap = { turn: 0, x: 0, y: 0, scale: 1, shear: 0 }
const reach = { rotate: 180, translate: 0.2, scale: [0.8, 1.2], shear: 30 } as const

/** Where the point that is shown at (x, y) comes from. */
const source = (map: Partial<AffineMap>, x: number, y: number) =>
  project(affineMatrix({ ...still, ...map }, size), x, y)

describe('affineMatrix', () => {
  test('turns counter-clockwise about the center: what was at the right is shown on top', () => {
    const { x, y } = source({ turn: 90 }, 16, 0)
    expect([x, y]).toEqual([expect.closeTo(32, 9), expect.closeTo(16, 9)])
  })

  test('moves to the right and down, enlarges about the center, shears along x', () => {
    expect(source({ x: 3, y: -2 }, 16, 16)).toEqual({ x: 13, y: 18 })
    expect(source({ scale: 2 }, 16 + 8, 16 - 6)).toEqual({ x: 20, y: 13 })
    // A point 10 below the center was sheared by 10 tan 45 = 10 to the right.
    const { x, y } = source({ shear: 45 }, 26, 26)
    expect([x, y]).toEqual([expect.closeTo(16, 9), expect.closeTo(26, 9)])
  })

  test('a quarter turn as a warp is the quarter turn of whole pixels', () => {
    const image = pixels(2, 2, 1, (x, y) => 1 + x + 2 * y)
    const small = { width: 2, height: 2 }
    const turned = drawOf(
      warp(affineMatrix({ ...still, turn: 90 }, small), small, { border: 0, interpolation: 'bilinear' }),
    )
    expect(Array.from(apply(turned)(image).data)).toEqual([2, 4, 1, 3])
  })
})

describe('the target', () => {
  test('of no change is (1, 0, 0, 0, 0, 0)', () => {
    expect(affineTarget(still, reach, size)).toEqual([1, 0, 0, 0, 0, 0])
  })

  test('is (cos, sin, x / 0.2 W, y / 0.2 H, (2 s - 2) / 0.4, shear / 30)', () => {
    const target = affineTarget({ turn: 60, x: 3.2, y: -6.4, scale: 1.1, shear: -15 }, reach, size)
    expect(target.map((value) => Math.round(value * 1e9) / 1e9)).toEqual([0.5, 0.866025404, 0.5, -1, 0.5, -0.5])
  })

  test('stays within -1 .. 1, up to the rounding of shifts to whole pixels', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const target = drawn({ affine: { writes: 'map' } }, seed, size).targets.map
        return Array.isArray(target) && target.length === 6 && target.every((v) => Math.abs(v) <= 1 + 0.5 / 6.4)
      }),
      { seed: 61 },
    )
  })

  test('has six numbers for affine, five for similarity and four for euclidean, and is written only on request', () => {
    const lengths = ['affine', 'similarity', 'euclidean'].map((name) => {
      const { map } = drawn({ [name]: { writes: 'map' } }, 1, size).targets
      return Array.isArray(map) ? map.length : 0
    })
    expect(lengths).toEqual([6, 5, 4])
    expect(drawn('affine', 1, size).targets).toEqual({})
  })
})

describe('families', () => {
  test('similarity keeps angles, euclidean keeps lengths', () => {
    fc.assert(
      fc.property(fc.nat(), (seed) => {
        const matrixOf = (name: string) => {
          const [first] = drawn(name, seed, size).primitives
          return first?.kind === 'warp' ? first.links[0]!.matrix : []
        }
        const [a = 0, b = 0, , d = 0, e = 0] = matrixOf('similarity')
        const [p = 0, q = 0, , s = 0, t = 0] = matrixOf('euclidean')
        const scale = Math.hypot(a, d)
        return (
          Math.abs(a * b + d * e) < 1e-9 &&
          Math.abs(scale - Math.hypot(b, e)) < 1e-9 &&
          scale > 1 / 1.21 &&
          scale < 1 / 0.79 &&
          Math.abs(p * t - q * s - 1) < 1e-9 &&
          Math.abs(Math.hypot(p, s) - 1) < 1e-9
        )
      }),
      { seed: 62 },
    )
  })

  test('law: no reach is the identity', () => {
    expect(drawn({ affine: { rotate: 0, translate: 0, scale: [1, 1], shear: 0 } }, 5, size)).toEqual(identity)
    expect(drawn({ similarity: { rotate: 0, translate: 0, scale: [1, 1] } }, 5, size)).toEqual(identity)
    expect(drawn({ euclidean: { rotate: 0, translate: 0 } }, 5, size)).toEqual(identity)
  })

  test('refuse what they cannot take', () => {
    expect(mistakes({ affine: { rotate: 200, shear: 90 } })).toEqual([
      'Expected a number from 0 to 180 at affine.rotate, received 200',
      'Expected a number from 0 to 80 at affine.shear, received 90',
    ])
    expect(mistakes({ euclidean: { scale: [1, 1] } })).toEqual([
      'Expected one of the keys rotate, translate, border, interpolation, writes at euclidean.scale, received "scale"',
    ])
  })
})
