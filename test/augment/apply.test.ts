import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply } from '../../src/augment/apply.ts'
import { drawOf, identity } from '../../src/augment/draw.ts'
import { identityMatrix } from '../../src/augment/primitive/warp/matrix.ts'
import { warp } from '../../src/augment/primitive/warp/warp.ts'
import { drawn, noise, rasters, samePixels, transformNames } from './arbitraries.ts'

describe('laws', () => {
  test('pure: the source keeps its pixels, and the same draw gives the same picture', () => {
    fc.assert(
      fc.property(rasters, transformNames, transformNames, fc.nat(), (image, one, two, seed) => {
        const before = Uint8Array.from(image.data)
        const draw = drawn([one, two], seed, image)
        const [once, again] = [1, 2].map(() => apply(draw)(image))
        return samePixels(once!, again!) && Buffer.from(before).equals(Buffer.from(image.data))
      }),
      { seed: 21, numRuns: 300 },
    )
  })

  test('identity returns the picture itself', () => {
    fc.assert(
      fc.property(rasters, (image) => apply(identity)(image) === image),
      { seed: 22 },
    )
  })
})

describe('apply', () => {
  test('throws on a draw for another size', () => {
    const draw = drawOf(warp(identityMatrix, { width: 4, height: 4 }, { border: 'edge', interpolation: 'nearest' }))
    expect(() => apply(draw)(noise(3, 2, 1, 0))).toThrow('Expected a picture of 4 x 4 for this warp, received 3 x 2')
  })
})
