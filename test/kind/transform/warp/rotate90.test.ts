import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { apply } from '../../../../src/augment/apply.ts'
import { concat } from '../../../../src/augment/draw.ts'
import { simplify } from '../../../../src/augment/simplify.ts'
import { pixels } from '../../../../src/image/raster.ts'
import { quarterTurns } from '../../../../src/kind/transform/warp/rotate90.ts'
import { drawn, mistakes, rasters, samePixels } from '../../../augment/arbitraries.ts'

// 1 2 3
// 4 5 6
const image = pixels(3, 2, 1, (x, y) => 1 + x + 3 * y)
const turned = (quarters: number) => {
  const { width, height, data } = apply(quarterTurns(quarters, image))(image)
  return [width, height, data.join(' ')]
}

test('turns counter-clockwise: the right column comes to the top', () => {
  expect(turned(0)).toEqual([3, 2, '1 2 3 4 5 6'])
  expect(turned(1)).toEqual([2, 3, '3 6 2 5 1 4'])
  expect(turned(2)).toEqual([3, 2, '6 5 4 3 2 1'])
  expect(turned(3)).toEqual([2, 3, '4 1 5 2 6 3'])
})

test('law: four quarter turns are the identity', () => {
  fc.assert(
    fc.property(rasters, (picture) => {
      const other = { width: picture.height, height: picture.width }
      const pair = concat(quarterTurns(1, picture), quarterTurns(1, other))
      const four = concat(pair, pair)
      return samePixels(apply(four)(picture), picture) && simplify(four).primitives.length === 0
    }),
    { seed: 52 },
  )
})

test('law: n turns are n times one turn', () => {
  fc.assert(
    fc.property(rasters, (picture) => {
      const other = { width: picture.height, height: picture.width }
      const two = apply(quarterTurns(1, other))(apply(quarterTurns(1, picture))(picture))
      const three = apply(quarterTurns(1, picture))(two)
      return (
        samePixels(apply(quarterTurns(2, picture))(picture), two) &&
        samePixels(apply(quarterTurns(3, picture))(picture), three)
      )
    }),
    { seed: 53 },
  )
})

test('tells which turn it made, when asked', () => {
  const square = pixels(2, 2, 1, (x, y) => x + 2 * y)
  const seeds = Array.from({ length: 40 }, (_, i) => i)
  const draws = seeds.map((seed) => drawn({ rotate90: { writes: 'quarter' } }, seed, square))
  expect(new Set(draws.map(({ targets }) => targets.quarter))).toEqual(new Set([0, 1, 2, 3]))
  const told = draws.map(({ targets }) => apply(quarterTurns(Number(targets.quarter), square))(square).data.join(' '))
  expect(draws.map((draw) => apply(draw)(square).data.join(' '))).toEqual(told)
  expect(drawn('rotate90', 0, square).targets).toEqual({})
  expect(mistakes({ rotate90: { writes: 3 } })).toEqual([
    'Expected a field name (category) at rotate90.writes, received 3',
  ])
})

test('makes a stated turn, whatever the key', () => {
  const seeds = Array.from({ length: 10 }, (_, i) => i)
  for (const turns of [0, 1, 2, 3]) {
    const made = seeds.map((seed) => apply(drawn({ rotate90: { turns } }, seed, image))(image).data.join(' '))
    expect(new Set(made)).toEqual(new Set([turned(turns)[2]]))
    expect(drawn({ rotate90: { turns, writes: 'quarter' } }, 3, image).targets).toEqual({ quarter: turns })
  }
  expect(mistakes({ rotate90: { turns: 4 } })).toEqual([
    'Expected a whole number from 0 to 3 at rotate90.turns, received 4',
  ])
  expect(mistakes({ rotate90: { turns: -1 } })).toEqual([
    'Expected a whole number from 0 to 3 at rotate90.turns, received -1',
  ])
})
