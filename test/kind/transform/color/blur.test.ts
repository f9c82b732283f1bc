import { expect, test } from 'vitest'
import { apply } from '../../../../src/augment/apply.ts'
import { identity } from '../../../../src/augment/draw.ts'
import { pixels } from '../../../../src/image/raster.ts'
import { drawn, mistakes } from '../../../augment/arbitraries.ts'

const size = { width: 8, height: 8 }
const draws = (value: unknown) =>
  Array.from({ length: 300 }, (_, seed) => drawn(value, seed, size).primitives).flatMap((list) =>
    list.filter(({ kind }) => kind === 'blur'),
  )

test('draws sigma from its range and takes three of them on either side', () => {
  const blurs = draws({ blur: { probability: 1 } })
  expect(blurs).toHaveLength(300)
  expect(
    blurs.every((b) => b.kind === 'blur' && b.sigma >= 0.1 && b.sigma <= 2 && b.radius === Math.ceil(3 * b.sigma)),
  ).toBe(true)
  expect(draws({ blur: { probability: 1, radius: 1 } }).every((b) => b.kind === 'blur' && b.radius === 1)).toBe(true)
})

test('spreads a point as a Gaussian', () => {
  const point = pixels(5, 1, 1, (x) => (x === 2 ? 250 : 0))
  // sigma 1, radius 1: e^0 : e^-0.5 = 1 : 0.6065.
  // So 1 / 2.2131 = 0.4519 in the middle (113) and 0.2741 beside it (68.5 -> 69).
  expect(
    Array.from(apply(drawn({ blur: { probability: 1, sigma: [1, 1], radius: 1 } }, 0, point))(point).data),
  ).toEqual([0, 69, 113, 69, 0])
})

test('law: a flat picture stays as it is', () => {
  const flat = pixels(7, 5, 3, (_x, _y, c) => 50 * (c + 1))
  expect(apply(drawn({ blur: { probability: 1 } }, 2, flat))(flat)).toEqual(flat)
})

test('law: probability 0 and sigma 0 are the identity', () => {
  expect(drawn({ blur: { probability: 0 } }, 1, size)).toEqual(identity)
  expect(drawn({ blur: { probability: 1, sigma: [0, 0] } }, 1, size)).toEqual(identity)
})

test('refuses what it cannot take', () => {
  expect(mistakes({ blur: { sigma: [2, 1] } })).toEqual([
    'Expected a range [low, high] with each end a number from 0 to 100 at blur.sigma, received [2,1]',
  ])
})
