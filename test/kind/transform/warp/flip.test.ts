import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { apply } from '../../../../src/augment/apply.ts'
import { concat, identity } from '../../../../src/augment/draw.ts'
import { simplify } from '../../../../src/augment/simplify.ts'
import { pixels } from '../../../../src/image/raster.ts'
import { mirrored } from '../../../../src/kind/transform/warp/flip.ts'
import { drawn, mistakes, rasters, samePixels } from '../../../augment/arbitraries.ts'

test('exchanges left and right, pixel by pixel and channel by channel', () => {
  const image = pixels(2, 1, 3, (x, _y, c) => 10 * x + c)
  expect(Array.from(apply(mirrored(image))(image).data)).toEqual([10, 11, 12, 0, 1, 2])
})

test('law: twice is the identity', () => {
  fc.assert(
    fc.property(rasters, (image) => {
      const twice = concat(mirrored(image), mirrored(image))
      return samePixels(apply(twice)(image), image) && simplify(twice).primitives.length === 0
    }),
    { seed: 51 },
  )
})

test('probability 0 never and 1 always flips', () => {
  const size = { width: 5, height: 4 }
  expect([0, 1, 2, 3].map((seed) => drawn({ flip: { probability: 0 } }, seed, size))).toEqual(Array(4).fill(identity))
  expect([0, 1, 2, 3].map((seed) => drawn({ flip: { probability: 1 } }, seed, size))).toEqual(
    Array(4).fill(mirrored(size)),
  )
  expect(mistakes({ flip: { probability: 1.1 } })).toEqual([
    'Expected a number from 0 to 1 at flip.probability, received 1.1',
  ])
})
