import { expect, test } from 'vitest'
import { apply } from '../../../../src/augment/apply.ts'
import { identity } from '../../../../src/augment/draw.ts'
import { pixels } from '../../../../src/image/raster.ts'
import { drawn, mistakes } from '../../../augment/arbitraries.ts'

const white = pixels(8, 8, 1, () => 255)
const seeds = Array.from({ length: 500 }, (_, i) => i)
const painted = (value: unknown, seed: number): number =>
  apply(drawn(value, seed, white))(white).data.filter((v) => v === 127).length

test('paints over at most a square of the stated side, less at the edge', () => {
  const counts = seeds.map((seed) => painted({ cutout: { size: 0.5 } }, seed))
  expect(Math.max(...counts)).toBe(16)
  // The center may be the corner pixel; then 2 x 2 of the 4 x 4 are inside.
  expect(Math.min(...counts)).toBe(4)
})

test('law: size 0 and probability 0 are the identity', () => {
  expect(drawn({ cutout: { size: 0 } }, 1, white)).toEqual(identity)
  expect(drawn({ cutout: { probability: 0 } }, 1, white)).toEqual(identity)
})

test('fills with the mean of the picture or of the square', () => {
  const halves = pixels(4, 4, 1, (x) => (x < 2 ? 0 : 100))
  const fills = (fill: string) =>
    new Set(
      seeds.flatMap((seed) => Array.from(apply(drawn({ cutout: { size: 0.25, fill } }, seed, halves))(halves).data)),
    )
  expect(fills('mean')).toEqual(new Set([0, 50, 100]))
  expect(fills('patch')).toEqual(new Set([0, 100]))
})

test('refuses what it cannot take', () => {
  expect(mistakes({ cutout: { size: 1.5, fill: 256 } })).toEqual([
    'Expected a number from 0 to 1 at cutout.size, received 1.5',
    'Expected a whole number from 0 to 255 at cutout.fill, received 256',
  ])
})
