import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { intoQuadrilateral, type Point, type Quadrilateral } from '../../../../src/augment/primitive/warp/homography.ts'
import { project } from '../../../../src/augment/primitive/warp/matrix.ts'

const size = { width: 32, height: 24 }
const near = (x: number, y: number): fc.Arbitrary<Point> =>
  fc.record({
    x: fc.double({ min: x - 5, max: x + 5, noNaN: true }),
    y: fc.double({ min: y - 5, max: y + 5, noNaN: true }),
  })

test('law: the corners of the quadrilateral show the corners of the picture, and the last entry is 1', () => {
  fc.assert(
    fc.property(near(0, 0), near(32, 0), near(32, 24), near(0, 24), (a, b, c, d) => {
      const corners: Quadrilateral = [a, b, c, d]
      const matrix = intoQuadrilateral(corners, size)
      const sources = [
        { x: 0, y: 0 },
        { x: 32, y: 0 },
        { x: 32, y: 24 },
        { x: 0, y: 24 },
      ]
      return (
        matrix[8] === 1 &&
        corners.every(({ x, y }, i) => {
          const source = project(matrix, x, y)
          return Math.hypot(source.x - sources[i]!.x, source.y - sources[i]!.y) < 1e-6
        })
      )
    }),
    { seed: 72, numRuns: 500 },
  )
})

test('of a parallelogram is affine', () => {
  const matrix = intoQuadrilateral(
    [
      { x: 4, y: 0 },
      { x: 36, y: 0 },
      { x: 32, y: 24 },
      { x: 0, y: 24 },
    ],
    size,
  )
  // X = x + y / 6 - 4
  expect(matrix.map((v) => Math.round(v * 1e9) / 1e9 + 0)).toEqual([1, 0.166666667, -4, 0, 1, 0, 0, 0, 1])
})
