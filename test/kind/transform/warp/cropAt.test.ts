import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { apply } from '../../../../src/augment/apply.ts'
import { identity } from '../../../../src/augment/draw.ts'
import { pixels, type Raster } from '../../../../src/image/raster.ts'
import { policySize } from '../../../../src/kind/transform/policySize.ts'
import { differences, drawn, mistakes, noise, policyOf, rasters, samePixels } from '../../../augment/arbitraries.ts'

const cropped = (params: Record<string, unknown>, picture: Raster, seed = 1): Raster =>
  apply(drawn({ cropAt: params }, seed, picture))(picture)

const mirrored = ({ width, height, channels, data }: Raster): Raster =>
  pixels(width, height, channels, (x, y, c) => data[(y * width + width - 1 - x) * channels + c]!)

const places = ['center', 'topLeft', 'topRight', 'bottomLeft', 'bottomRight'] as const
const mirroredPlace = {
  center: 'center',
  topLeft: 'topRight',
  topRight: 'topLeft',
  bottomLeft: 'bottomRight',
  bottomRight: 'bottomLeft',
} as const

const uses = fc.record({
  picture: rasters,
  at: fc.constantFrom(...places),
  share: fc.double({ min: 0.01, max: 1, noNaN: true }),
})

// 10 11 12 13
// 20 21 22 23
// 30 31 32 33
// 40 41 42 43
const square = pixels(4, 4, 1, (x, y) => 10 * (y + 1) + x)

test('copies the pixels of a part that is whole: the middle, or a corner', () => {
  const part = (at: string) => cropped({ at, share: 0.5, size: 2 }, square).data.join(' ')
  expect(places.map((at) => part(at))).toEqual([
    '21 22 31 32',
    '10 11 20 21',
    '12 13 22 23',
    '30 31 40 41',
    '32 33 42 43',
  ])
})

test('stretches the part to the size of the picture: half of 0 100 200 240, the middle, is sampled at 0.75, 1.25, 1.75 and 2.25', () => {
  // Pixel centers lie at whole numbers here. 0.75: 25 * 0 + 75 % of 100; 1.25: 75 % of 100 + 25 % of 200; and so on.
  const picture = pixels(4, 1, 1, (x) => [0, 100, 200, 240][x]!)
  expect([...cropped({ share: 0.5 }, picture).data]).toEqual([75, 125, 175, 210])
})

test('keeps 7/8 of each side, from the middle, by default', () => {
  const picture = noise(16, 8, 3, 4)
  expect(samePixels(cropped({}, picture), cropped({ at: 'center', share: 0.875 }, picture))).toBe(true)
  expect(samePixels(cropped({}, picture), picture)).toBe(false)
})

test('says which size it makes', () => {
  const wide = { width: 40, height: 30 }
  expect(policySize(policyOf('cropAt'), wide)).toEqual(wide)
  expect(policySize(policyOf({ cropAt: { size: 24 } }), wide)).toEqual({ width: 24, height: 24 })
})

test('law: share 1 is the identity', () => {
  fc.assert(
    fc.property(uses, ({ picture, at }) => {
      const draw = drawn({ cropAt: { at, share: 1 } }, 1, picture)
      return JSON.stringify(draw) === JSON.stringify(identity)
    }),
    { seed: 81 },
  )
})

test('law: there is no chance in it', () => {
  fc.assert(
    fc.property(uses, fc.nat(), fc.nat(), ({ picture, at, share }, one, other) =>
      samePixels(cropped({ at, share }, picture, one), cropped({ at, share }, picture, other)),
    ),
    { seed: 82 },
  )
})

test('law: a corner of the mirrored picture is the mirrored other corner; the middle of a symmetric picture is symmetric', () => {
  fc.assert(
    fc.property(uses, ({ picture, at, share }) => {
      const one = cropped({ at, share }, mirrored(picture))
      const other = mirrored(cropped({ at: mirroredPlace[at], share }, picture))
      // A value that is a half before rounding may go either way.
      return Math.max(...differences(one, other)) <= 1
    }),
    { seed: 83, numRuns: 300 },
  )
})

test('refuses what it cannot take', () => {
  expect(mistakes({ cropAt: { share: 0 } })).toEqual(['Expected a number from 0.01 to 1 at cropAt.share, received 0'])
  expect(mistakes({ cropAt: { share: 1.1 } })).toEqual([
    'Expected a number from 0.01 to 1 at cropAt.share, received 1.1',
  ])
  expect(mistakes({ cropAt: { at: 'left' } })).toEqual([
    'Expected one of "center", "topLeft", "topRight", "bottomLeft", "bottomRight" at cropAt.at, received "left"',
  ])
  expect(mistakes({ cropAt: { size: 0 } })).toEqual([
    'Expected a whole number of at least 1 at cropAt.size, received 0',
  ])
})
