import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  type Matrix,
  multiply,
  project,
  region,
  rotation,
  shear,
  shift,
} from '../../../../src/augment/primitive/warp/matrix.ts'

const size = { width: 8, height: 6 }
const matrices: fc.Arbitrary<Matrix> = fc.oneof(
  fc.double({ min: -180, max: 180, noNaN: true }).map((degrees) => rotation(degrees, size)),
  fc.double({ min: -1, max: 1, noNaN: true }).map((by) => shear(by, by / 3)),
  fc.double({ min: -9, max: 9, noNaN: true }).map((by) => shift(by, 2 * by)),
  fc.constant<Matrix>([1, 0.1, 2, 0, 1, 0, 0.01, -0.02, 1]),
)

test('law: a product sends a point through its second factor, then through its first', () => {
  fc.assert(
    fc.property(matrices, matrices, (first, second) => {
      const halfway = project(second, 3, 2)
      const direct = project(multiply(first, second), 3, 2)
      const stepwise = project(first, halfway.x, halfway.y)
      return Math.hypot(direct.x - stepwise.x, direct.y - stepwise.y) < 1e-6 * (1 + Math.hypot(direct.x, direct.y))
    }),
    { seed: 71 },
  )
})

test('a rotation leaves the center where it is and shows the right side on top', () => {
  expect(project(rotation(37, size), 4, 3)).toEqual({ x: expect.closeTo(4, 12), y: expect.closeTo(3, 12) })
  // One pixel above the center comes from one pixel to its right.
  expect(project(rotation(90, size), 4, 2)).toEqual({ x: expect.closeTo(5, 12), y: expect.closeTo(3, 12) })
})

test('a region is stretched over the whole output', () => {
  const matrix = region(2, 1, { width: 4, height: 3 }, size)
  expect([project(matrix, 0, 0), project(matrix, 8, 6)]).toEqual([
    { x: 2, y: 1 },
    { x: 6, y: 4 },
  ])
})
