import { expect, test } from 'vitest'
import { apply } from '../../../../src/augment/apply.ts'
import { identity } from '../../../../src/augment/draw.ts'
import { pixels } from '../../../../src/image/raster.ts'
import { drawn, mistakes, noise } from '../../../augment/arbitraries.ts'

const row = pixels(4, 1, 1, (x) => 10 * (x + 1))
const seeds = Array.from({ length: 400 }, (_, i) => i)
const shown = (value: unknown): ReadonlySet<string> =>
  new Set(seeds.map((seed) => apply(drawn(value, seed, row))(row).data.join(' ')))

test('shifts by every whole number up to the padding, reflecting about the outermost pixel', () => {
  // pad 0.25 of 4 pixels is 1: from 20 | 10 20 30 40 | 30 four in a row.
  expect(shown({ cropFlip: { pad: 0.25, flip: 0 } })).toEqual(new Set(['20 10 20 30', '10 20 30 40', '20 30 40 30']))
})

test('mirrors what it cropped', () => {
  expect(shown({ cropFlip: { pad: 0.25, flip: 1 } })).toEqual(new Set(['30 20 10 20', '40 30 20 10', '30 40 30 20']))
})

test('can fill or repeat the border', () => {
  expect(shown({ cropFlip: { pad: 0.25, flip: 0, border: 7 } })).toContain('7 10 20 30')
  expect(shown({ cropFlip: { pad: 0.25, flip: 0, border: 'edge' } })).toContain('20 30 40 40')
})

test('flips half of the time and takes each of the 9 x 9 offsets of 32 pixels', () => {
  const draws = Array.from({ length: 4000 }, (_, seed) => drawn('cropFlip', seed, { width: 32, height: 32 }))
  const matrices = draws.map(({ primitives: [first] }) =>
    first?.kind === 'warp' ? first.links[0]!.matrix : [1, 0, 0, 0, 1, 0],
  )
  const flipped = matrices.filter(([a]) => a === -1).length
  // Binomial(4000, 1/2): 2000 +- 4 x 31.6.
  expect(Math.abs(flipped - 2000)).toBeLessThan(127)
  expect(new Set(matrices.filter(([a]) => a === 1).map((m) => m[2])).size).toBe(9)
  expect(new Set(matrices.map((m) => m[5])).size).toBe(9)
})

test('law: pad 0 and flip 0 are the identity', () => {
  expect(seeds.map((seed) => drawn({ cropFlip: { pad: 0, flip: 0 } }, seed, row))).toEqual(seeds.map(() => identity))
})

test('never leaves the picture, however large the padding', () => {
  const image = noise(3, 3, 3, 1)
  const known = new Set(image.data)
  expect(
    seeds.every((seed) => apply(drawn({ cropFlip: { pad: 1 } }, seed, image))(image).data.every((v) => known.has(v))),
  ).toBe(true)
})

test('refuses what it cannot take', () => {
  expect(mistakes({ cropFlip: { pad: 1.5, flip: -1, border: 'wrap' } })).toEqual([
    'Expected a number from 0 to 1 at cropFlip.pad, received 1.5',
    'Expected a number from 0 to 1 at cropFlip.flip, received -1',
    'Expected one of "reflect", "edge" at cropFlip.border, received "wrap"',
  ])
})
