import type { Size } from '../../image/size.ts'

/**
 * A 3x3 matrix, row by row, that maps a point of the output picture to a point of the source picture:
 * X = (a x + b y + c) / (g x + h y + i), Y = (d x + e y + f) / (g x + h y + i).
 *
 * Points are continuous: a picture covers [0, width] x [0, height] and the center of its first pixel is (0.5, 0.5).
 */
export type Matrix = readonly [number, number, number, number, number, number, number, number, number]

export const identityMatrix: Matrix = [1, 0, 0, 0, 1, 0, 0, 0, 1]

/** The matrix of `second` after `first`, both output to source: points of the last output go through `second`, then through `first`. */
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

/** X = x + right, Y = y + down: what is shown moves to the left and up. */
export const shift = (right: number, down: number): Matrix => [1, 0, right, 0, 1, down, 0, 0, 1]

/** Left and right change places. */
export const mirror = ({ width }: Size): Matrix => [-1, 0, width, 0, 1, 0, 0, 0, 1]

/** One quarter turn counter-clockwise; the output has the source's height as its width. */
export const quarterTurn = ({ width }: Size): Matrix => [0, -1, width, 1, 0, 0, 0, 0, 1]

/** A turn by an angle in degrees, counter-clockwise as seen, about the center. */
export const rotation = (degrees: number, { width, height }: Size): Matrix => {
  const cos = Math.cos((degrees * Math.PI) / 180)
  const sin = Math.sin((degrees * Math.PI) / 180)
  const x = width / 2
  const y = height / 2
  return [cos, -sin, x - cos * x + sin * y, sin, cos, y - sin * x - cos * y, 0, 0, 1]
}

/** A shear about the top left corner: X = x + alongX y, Y = y + alongY x. */
export const shear = (alongX: number, alongY: number): Matrix => [1, alongX, 0, alongY, 1, 0, 0, 0, 1]

/** The part of the source that begins at (left, top) and has the given size, stretched over the whole output. */
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

/** Where a point of the output lies in the source. */
export const project = (
  [a, b, c, d, e, f, g, h, i]: Matrix,
  x: number,
  y: number,
): { readonly x: number; readonly y: number } => {
  const w = g * x + h * y + i
  return { x: (a * x + b * y + c) / w, y: (d * x + e * y + f) / w }
}
