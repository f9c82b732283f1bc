import type { Size } from '../../../image/size.ts'
import type { Matrix } from './matrix.ts'

export interface Point {
  readonly x: number
  readonly y: number
}

/** The corners in the order top left, top right, bottom right, bottom left. */
export type Quadrilateral = readonly [Point, Point, Point, Point]

/** The projective map that sends (0, 0), (1, 0), (1, 1) and (0, 1) to the corners of a quadrilateral. */
const fromUnitSquare = ([p, q, r, s]: Quadrilateral): Matrix => {
  const dx1 = q.x - r.x
  const dx2 = s.x - r.x
  const dx3 = p.x - q.x + r.x - s.x
  const dy1 = q.y - r.y
  const dy2 = s.y - r.y
  const dy3 = p.y - q.y + r.y - s.y
  const area = dx1 * dy2 - dx2 * dy1
  const g = (dx3 * dy2 - dx2 * dy3) / area
  const h = (dx1 * dy3 - dx3 * dy1) / area
  return [q.x - p.x + g * q.x, s.x - p.x + h * s.x, p.x, q.y - p.y + g * q.y, s.y - p.y + h * s.y, p.y, g, h, 1]
}

/** The inverse up to a factor: the matrix of cofactors, transposed. */
const adjugate = ([a, b, c, d, e, f, g, h, i]: Matrix): Matrix => [
  e * i - f * h,
  c * h - b * i,
  b * f - c * e,
  f * g - d * i,
  a * i - c * g,
  c * d - a * f,
  d * h - e * g,
  b * g - a * h,
  a * e - b * d,
]

/**
 * The matrix, output to source, that shows a whole picture inside a convex quadrilateral of the output.
 *
 * Its last entry is 1.
 *
 * Paper: Heckbert, Fundamentals of Texture Mapping and Image Warping, 1989, section 2.2.3.
 *
 * @example
 * import { project } from './matrix.ts'
 * const corners = [{ x: 1, y: 1 }, { x: 3, y: 1 }, { x: 3, y: 3 }, { x: 1, y: 3 }]
 * project(intoQuadrilateral(corners, { width: 8, height: 8 }), 3, 1) // => { x: 8, y: 0 }
 *
 * @param corners in pixels of the output
 * @param size the size of the picture, in pixels
 */
export const intoQuadrilateral = (corners: Quadrilateral, { width, height }: Size): Matrix => {
  const [a, b, c, d, e, f, g, h, i] = adjugate(fromUnitSquare(corners))
  return [
    (width * a) / i,
    (width * b) / i,
    (width * c) / i,
    (height * d) / i,
    (height * e) / i,
    (height * f) / i,
    g / i,
    h / i,
    1,
  ]
}
