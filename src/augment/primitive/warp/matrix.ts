import type { Size } from '../../../image/size.ts'

/**
 * A 3x3 matrix, row by row, that maps a point of the output picture to a point of the source picture.
 *
 * X = (a x + b y + c) / (g x + h y + i), Y = (d x + e y + f) / (g x + h y + i).
 *
 * Points are continuous: a picture covers [0, width] x [0, height], and the center of its first pixel is
 * (0.5, 0.5).
 */
export type Matrix = readonly [number, number, number, number, number, number, number, number, number]

export const identityMatrix: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1]

/**
 * The matrix of applying `first` to a picture and then `second` to the result.
 *
 * Both map output to source, so a point of the last output goes through `second` and then through `first`.
 *
 * @example
 * multiply(shift(1, 2), shift(3, 4)) // => shift(4, 6)
 */
export const multiply = (first: Matrix, second: Matrix): Matrix => {
  const [a, b, c, d, e, f, g, h, i] = first
  const [p, q, r, s, t, u, v, w, x] = second
  return [
    a * p + b * s + c * v,
    a * q + b * t + c * w,
    a * r + b * u + c * x,
    d * p + e * s + f * v,
    d * q + e * t + f * w,
    d * r + e * u + f * x,
    g * p + h * s + i * v,
    g * q + h * t + i * w,
    g * r + h * u + i * x,
  ]
}

/**
 * X = x + right, Y = y + down. The picture moves to the left and up.
 *
 * @example
 * project(shift(2, 1), 0.5, 0.5) // => { x: 2.5, y: 1.5 }
 */
export const shift = (right: number, down: number): Matrix => [1, 0, right, 0, 1, down, 0, 0, 1]

/**
 * Swaps left and right.
 *
 * @example
 * project(mirror({ width: 8, height: 6 }), 1, 2) // => { x: 7, y: 2 }
 */
export const mirror = ({ width }: Size): Matrix => [-1, 0, width, 0, 1, 0, 0, 0, 1]

/**
 * One quarter turn counter-clockwise. The width of the output is the height of the source.
 *
 * @example
 * project(quarterTurn({ width: 8, height: 6 }), 0, 0) // => { x: 8, y: 0 }
 */
export const quarterTurn = ({ width }: Size): Matrix => [0, -1, width, 1, 0, 0, 0, 0, 1]

/**
 * Turns the picture about its center, counter-clockwise on the screen.
 *
 * @param degrees the angle, in degrees
 */
export const rotation = (degrees: number, { width, height }: Size): Matrix => {
  const cos = Math.cos((degrees * Math.PI) / 180)
  const sin = Math.sin((degrees * Math.PI) / 180)
  const x = width / 2
  const y = height / 2
  return [cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y, 0, 0, 1]
}

/**
 * A shear about the top left corner: X = x + alongX y, Y = y + alongY x.
 *
 * @example
 * project(shear(0.5, 0), 1, 4) // => { x: 3, y: 4 }
 */
export const shear = (alongX: number, alongY: number): Matrix => [1, alongX, 0, alongY, 1, 0, 0, 0, 1]

/**
 * Stretches the part of the source that begins at (left, top) over the whole output.
 *
 * @example
 * project(region(2, 1, { width: 4, height: 3 }, { width: 8, height: 6 }), 8, 6) // => { x: 6, y: 4 }
 */
export const region = (left: number, top: number, part: Size, output: Size): Matrix => [
  part.width / output.width,
  0,
  left,
  0,
  part.height / output.height,
  top,
  0,
  0,
  1,
]

/**
 * The point of the source that a point of the output shows.
 *
 * @example
 * project(identityMatrix, 3, 2) // => { x: 3, y: 2 }
 */
export const project = (
  [a, b, c, d, e, f, g, h, i]: Matrix,
  x: number,
  y: number,
): { readonly x: number; readonly y: number } => {
  const w = g * x + h * y + i
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w }
}
