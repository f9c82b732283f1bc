import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { apply } from '../../../../src/augment/apply.ts'
import { identity } from '../../../../src/augment/draw.ts'
import { drawn, mistakes, ramp } from '../../../augment/arbitraries.ts'

const size = { width: 40, height: 30 }
const kept = (value: unknown, seed: number, of = size) => {
  const [first] = drawn(value, seed, of).primitives
  const [a, , c, , e, f] = first?.kind === 'warp' ? first.links[0]!.matrix : [1, 0, 0, 0, 1, 0]
  return { width: a! * of.width, height: e! * of.height, x: c!, y: f! }
}

test('keeps a part whose area and aspect are in range, inside the picture', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { x, y, width, height } = kept({ resizedCrop: { area: [0.2, 0.6] } }, seed)
      const area = (width * height) / 1200
      const aspect = width / height
      // Sides are rounded to whole pixels: half a pixel of the shortest side, 13, is 4 %.
      return (
        area > 0.2 / 1.1 &&
        area < 0.6 * 1.1 &&
        aspect > 0.75 / 1.1 &&
        aspect < (4 / 3) * 1.1 &&
        x >= 0 &&
        y >= 0 &&
        x + width <= 40.000001 &&
        y + height <= 30.000001 &&
        Number.isInteger(x) &&
        Number.isInteger(y)
      )
    }),
    { seed: 54, numRuns: 500 },
  )
})

test('takes the middle when nothing fits: all of the height, a square of it', () => {
  expect(kept({ resizedCrop: { area: [1, 1], aspect: [1, 1] } }, 0)).toEqual({ width: 30, height: 30, x: 5, y: 0 })
  expect(kept({ resizedCrop: { area: [1, 1], aspect: [2, 2] } }, 0)).toEqual({ width: 40, height: 20, x: 0, y: 5 })
})

test('law: all of a square is the identity', () => {
  expect(drawn({ resizedCrop: { area: [1, 1], aspect: [1, 1] } }, 3, { width: 9, height: 9 })).toEqual(identity)
})

test('can change the size', () => {
  const { width, height } = apply(drawn({ resizedCrop: { size: 24 } }, 1, size))(ramp(40, 30))
  expect([width, height]).toEqual([24, 24])
})

test('refuses what it cannot take', () => {
  const range = 'a range [low, high] with each end a number from 0 to 1'
  expect(mistakes({ resizedCrop: { area: [0.5, 0.2] } })).toEqual([
    `Expected ${range} at resizedCrop.area, received [0.5,0.2]`,
  ])
  expect(mistakes({ resizedCrop: { area: [0.5] } })).toEqual([`Expected ${range} at resizedCrop.area, received [0.5]`])
  expect(mistakes({ resizedCrop: { area: 0.5 } })).toEqual([`Expected ${range} at resizedCrop.area, received 0.5`])
  expect(mistakes({ resizedCrop: { area: [0.5, 2] } })).toEqual([
    'Expected a number from 0 to 1 at resizedCrop.area.1, received 2',
  ])
  expect(mistakes({ resizedCrop: { area: [0.1, 0.2, 0.3] } })).toEqual([
    `Expected ${range} at resizedCrop.area, received [0.1,0.2,0.3]`,
  ])
})
