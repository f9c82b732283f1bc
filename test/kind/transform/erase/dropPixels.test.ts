import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { apply } from '../../../../src/augment/apply.ts'
import { identity } from '../../../../src/augment/draw.ts'
import { pixels } from '../../../../src/image/raster.ts'
import { drawn, mistakes, rasters, samePixels } from '../../../augment/arbitraries.ts'

const seeds = Array.from({ length: 200 }, (_, i) => i)
const white = pixels(8, 6, 1, () => 255)
const dropped = (share: number, seed: number): readonly boolean[] =>
  Array.from(apply(drawn({ dropPixels: { share } }, seed, white))(white).data, (value) => value === 0)

test('drops each pixel as often as its share says, wherever it is', () => {
  // 200 draws of each of the 48 pixels: four deviations are 4 sqrt(0.25 * 0.75 / 200) = 0.122
  const counts = white.data.reduce<number[]>((all) => [...all, 0], [])
  for (const seed of seeds) {
    dropped(0.25, seed).forEach((gone, i) => {
      counts[i]! += gone ? 1 : 0
    })
  }
  for (const count of counts) expect(Math.abs(count / seeds.length - 0.25)).toBeLessThan(0.13)
})

test('drops neighbors independently: both of two in a quarter of the pictures, at share 0.5', () => {
  // four deviations: 4 sqrt(0.25 * 0.75 / 200) = 0.122
  const pairs = [
    [0, 1],
    [0, 8],
  ] as const
  for (const [one, other] of pairs) {
    const both = seeds.filter((seed) => dropped(0.5, seed)[one]! && dropped(0.5, seed)[other]!).length
    expect(Math.abs(both / seeds.length - 0.25)).toBeLessThan(0.13)
  }
})

test('drops all channels of a pixel together, to black or the gray that is asked for, and leaves the others as they are', () => {
  const image = pixels(5, 4, 3, (x, y, c) => 1 + x + 5 * y + 40 * c)
  for (const fill of [0, 127]) {
    const { data } = apply(drawn({ dropPixels: { fill } }, 3, image))(image)
    for (let i = 0; i < data.length; i += 3) {
      const color = [...data.subarray(i, i + 3)]
      expect([[fill, fill, fill], [...image.data.subarray(i, i + 3)]]).toContainEqual(color)
    }
    expect(data.includes(fill)).toBe(true)
  }
})

test('law: share 0 is the identity, share 1 leaves nothing', () => {
  expect(drawn({ dropPixels: { share: 0 } }, 1, white)).toEqual(identity)
  fc.assert(
    fc.property(rasters, fc.nat(), (image, seed) => {
      const gone = apply(drawn({ dropPixels: { share: 1 } }, seed, image))(image)
      return samePixels(gone, { ...image, data: new Uint8Array(image.data.length) })
    }),
    { seed: 71 },
  )
})

test('law: a larger share drops what a smaller one drops, and more', () => {
  const share = fc.double({ min: 0, max: 1, noNaN: true })
  fc.assert(
    fc.property(share, share, fc.nat(), (a, b, seed) => {
      const more = dropped(Math.max(a, b), seed)
      return dropped(Math.min(a, b), seed).every((gone, i) => !gone || more[i]!)
    }),
    { seed: 72 },
  )
})

test('refuses what it cannot take', () => {
  expect(mistakes({ dropPixels: { share: 1.5, fill: 256 } })).toEqual([
    'Expected a number from 0 to 1 at dropPixels.share, received 1.5',
    'Expected a whole number from 0 to 255 at dropPixels.fill, received 256',
  ])
})
