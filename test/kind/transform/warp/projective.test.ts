import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { identity } from '../../../../src/augment/draw.ts'
import { intoQuadrilateral } from '../../../../src/augment/primitive/warp/homography.ts'
import { project } from '../../../../src/augment/primitive/warp/matrix.ts'
import { projectiveTarget } from '../../../../src/kind/transform/warp/projective.ts'
import { drawn, mistakes } from '../../../augment/arbitraries.ts'

const size = { width: 32, height: 32 }

/** A map of the unit picture from its target: the inverse of the scaling. */
const fromTarget = (target: readonly number[]) => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = target
  return [a, b, 20 * c + 16, d, e, 20 * f + 16, 0.015 * g, 0.015 * h, 1] as const
}

test('the target holds the map: undone, it leads whole-pixel corners back to the corners of the picture', () => {
  fc.assert(
    fc.property(fc.nat(), (seed) => {
      const { map } = drawn({ projective: { writes: 'map', scale: [1, 1] } }, seed, size).targets
      const matrix = fromTarget(Array.isArray(map) ? map : [])
      // With scale 1 every corner is shown at whole pixels within 4 of a corner.
      // Look for the ones that lead to (0, 0) and (32, 32).
      const near = [0, 32].flatMap((x) => [0, 32].flatMap((y) => around(x, y)))
      const found = (x: number, y: number): boolean =>
        near.some((point) => {
          const from = project(matrix, point.x, point.y)
          return Math.abs(from.x - x) < 1e-3 && Math.abs(from.y - y) < 1e-3
        })
      return found(0, 0) && found(32, 32) && found(0, 32) && found(32, 0)
    }),
    { seed: 63 },
  )
})

const around = (x: number, y: number) =>
  Array.from({ length: 81 }, (_, i) => ({ x: x - 4 + (i % 9), y: y - 4 + Math.floor(i / 9) }))

test('the target of no change is (1, 0, -0.8, 0, 1, -0.8, 0, 0) at any size', () => {
  const unchanged = (side: number) =>
    projectiveTarget(
      intoQuadrilateral(
        [
          { x: 0, y: 0 },
          { x: side, y: 0 },
          { x: side, y: side },
          { x: 0, y: side },
        ],
        { width: side, height: side },
      ),
      { width: side, height: side },
    ).map((v) => Math.round(v * 1e9) / 1e9 + 0)
  // c = 0: (0 - 16) / 20.
  expect(unchanged(32)).toEqual([1, 0, -0.8, 0, 1, -0.8, 0, 0])
  expect(unchanged(96)).toEqual([1, 0, -0.8, 0, 1, -0.8, 0, 0])
})

test('law: scale 1, jitter 0 and no turns are the identity; with turns they are the four quarter turns', () => {
  const setting = { scale: [1, 1], jitter: 0 }
  expect(drawn({ projective: { ...setting, turns: false } }, 3, size)).toEqual(identity)
  const draws = Array.from({ length: 60 }, (_, seed) => drawn({ projective: setting }, seed, size).primitives)
  const matrices = draws.map(([first]) =>
    first?.kind === 'warp' ? first.links[0]!.matrix.map((v) => Math.round(v * 1e9) / 1e9 + 0).join(' ') : 'identity',
  )
  expect(new Set(matrices)).toEqual(
    new Set(['identity', '0 -1 32 1 0 0 0 0 1', '-1 0 32 0 -1 32 0 0 1', '0 1 0 -1 0 32 0 0 1']),
  )
})

test('refuses what it cannot take', () => {
  expect(mistakes({ projective: { jitter: 0.3, turns: 1, scale: [0, 1] } })).toEqual([
    'Expected a number from 0.01 to 100 at projective.scale.0, received 0',
    'Expected a number from 0 to 0.25 at projective.jitter, received 0.3',
    'Expected true or false at projective.turns, received 1',
  ])
})
