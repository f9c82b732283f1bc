import { expect, test } from 'vitest'
import { identity } from '../../../../src/augment/draw.ts'
import { drawn, mistakes } from '../../../augment/arbitraries.ts'

const size = { width: 8, height: 8 }
const seeds = Array.from({ length: 400 }, (_, i) => i)

test('makes all four changes, in every order', () => {
  const orders = seeds.map((seed) =>
    drawn({ colorJitter: { probability: 1 } }, seed, size)
      .primitives.map(({ kind }) => kind)
      .join(' '),
  )
  expect(new Set(orders).size).toBe(24)
  expect([...new Set(orders)].map((order) => order.split(' ').sort().join(' '))).toEqual(
    Array(24).fill('color contrast hsv lookup'),
  )
})

test('keeps factors within 1 - b .. 1 + b, never below 0', () => {
  const factors = (reach: number) =>
    seeds.flatMap((seed) =>
      drawn(
        { colorJitter: { probability: 1, brightness: 0, contrast: reach, saturation: 0, hue: 0 } },
        seed,
        size,
      ).primitives.map((primitive) => (primitive.kind === 'contrast' ? primitive.factor : Number.NaN)),
    )
  const near = factors(0.4)
  expect([
    Math.min(...near) >= 0.6,
    Math.max(...near) <= 1.4,
    Math.min(...near) < 0.62,
    Math.max(...near) > 1.38,
  ]).toEqual(Array(4).fill(true))
  expect(Math.min(...factors(3))).toBeGreaterThanOrEqual(0)
})

test('law: probability 0 and all amounts 0 are the identity', () => {
  expect(drawn({ colorJitter: { probability: 0 } }, 1, size)).toEqual(identity)
  expect(
    drawn({ colorJitter: { probability: 1, brightness: 0, contrast: 0, saturation: 0, hue: 0 } }, 1, size),
  ).toEqual(identity)
})

test('is applied as often as it says', () => {
  const applied = seeds.filter(
    (seed) => drawn({ colorJitter: { probability: 0.8 } }, seed, size).primitives.length > 0,
  ).length
  // Binomial(400, 0.8): 320 +- 4 x 8.
  expect(Math.abs(applied - 320)).toBeLessThan(32)
})

test('refuses what it cannot take', () => {
  expect(mistakes({ colorJitter: { brightness: -1, hue: 0.6 } })).toEqual([
    'Expected a number of at least 0 at colorJitter.brightness, received -1',
    'Expected a number from 0 to 0.5 at colorJitter.hue, received 0.6',
  ])
})
