import { expect, test } from 'vitest'
import { identity } from '../../../src/augment/index.ts'
import { drawn, mistakes } from '../arbitraries.ts'

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

test('law: all amounts 0 are the identity', () => {
  expect(drawn({ hsvJitter: { hue: 0, power: 0, gain: 0, offset: 0 } }, 1, size)).toEqual(identity)
})

test('refuses what it cannot take', () => {
  expect(mistakes({ hsvJitter: { power: -1 } })).toEqual([
    'Expected a number of at least 0 at hsvJitter.power, received -1',
  ])
})
