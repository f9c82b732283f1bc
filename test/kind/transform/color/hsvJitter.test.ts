import { expect, test } from 'vitest'
import { identity } from '../../../../src/augment/draw.ts'
import { drawn, mistakes } from '../../../augment/arbitraries.ts'

const size = { width: 8, height: 8 }
const draws = Array.from({ length: 1000 }, (_, seed) => {
  const [first] = drawn('hsvJitter', seed, size).primitives
  if (first?.kind !== 'hsv') throw new Error('no hsv')
  return first
})
const reach = (values: readonly number[]): readonly number[] => [Math.min(...values), Math.max(...values)]

test('draws hue, and powers of two for saturation and value, from the whole of their ranges', () => {
  const [least, most] = reach(draws.map(({ hue }) => hue))
  expect([least! >= -0.1, least! < -0.099, most! <= 0.1, most! > 0.099]).toEqual(Array(4).fill(true))
  // 2^-2 = 0.25, 2^2 = 4; 2^-0.5 = 0.707, 2^0.5 = 1.414.
  const [weakest, strongest] = reach(draws.map(({ saturation }) => saturation.power))
  expect([weakest! >= 0.25, weakest! < 0.26, strongest! <= 4, strongest! > 3.9]).toEqual(Array(4).fill(true))
  const [smallest, largest] = reach(draws.map(({ value }) => value.gain))
  expect([smallest! >= Math.SQRT1_2, smallest! < 0.71, largest! <= Math.SQRT2, largest! > 1.41]).toEqual(
    Array(4).fill(true),
  )
})

test('draws for saturation and value apart', () => {
  expect(draws.some(({ saturation, value }) => saturation.power === value.power)).toBe(false)
})

test('draws all seven numbers uniformly, powers and gains as exponents of two, and independently of each other', () => {
  const numbers = draws.map(({ hue, saturation, value }) => [
    hue / 0.1,
    ...[saturation, value].flatMap(({ power, gain, offset }) => [
      Math.log2(power) / 2,
      Math.log2(gain) / 0.5,
      offset / 0.1,
    ]),
  ])
  const columns = Array.from({ length: 7 }, (_, i) => numbers.map((row) => row[i]!))
  // Kolmogorov and Smirnov: of 1000 uniform numbers in -1..1, one in a thousand
  // is farther than 1.95 / sqrt(1000) from its share.
  const farthest = columns.map((column) =>
    Math.max(...[...column].sort((a, b) => a - b).map((v, i) => Math.abs((v + 1) / 2 - i / 1000))),
  )
  expect(Math.max(...farthest)).toBeLessThan(0.062)
  // The correlation of independent numbers has the deviation 1 / sqrt(1000) = 0.032; the variance of -1..1 is 1/3.
  const correlations = columns.flatMap((one, i) =>
    columns.slice(i + 1).map((other) => (3 * one.reduce((sum, v, n) => sum + v * other[n]!, 0)) / 1000),
  )
  expect(Math.max(...correlations.map(Math.abs))).toBeLessThan(0.12)
})

test('law: all amounts 0 are the identity', () => {
  expect(drawn({ hsvJitter: { hue: 0, power: 0, gain: 0, offset: 0 } }, 1, size)).toEqual(identity)
})

test('refuses what it cannot take', () => {
  expect(mistakes({ hsvJitter: { power: -1 } })).toEqual([
    'Expected a number of at least 0 at hsvJitter.power, received -1',
  ])
})
