import type * as t from 'io-ts'
import { type Draw, targetOf } from '../../../augment/draw.ts'
import { intoQuadrilateral, type Point, type Quadrilateral } from '../../../augment/primitive/warp/homography.ts'
import type { Matrix } from '../../../augment/primitive/warp/matrix.ts'
import { warp } from '../../../augment/primitive/warp/warp.ts'
import { field, flag, number, record } from '../../../codec/index.ts'
import type { Size } from '../../../image/size.ts'
import { fold, type Key } from '../../../prelude/key.ts'
import { integer } from '../../../prelude/random.ts'
import { border, interpolation, scale, writesVector } from '../fields.ts'
import { offsetWithin, uniformIn } from '../range.ts'
import { defineTransform, targetIn } from '../transform.ts'

const Params = record({
  scale,
  jitter: field(
    number({ min: 0, max: 0.25 }),
    'how far each corner may move each way, as a share of the size (0.125 is 4 pixels of 32)',
    0.125,
  ),
  turns: field(flag, 'whether to turn the image first by a random number of quarter turns', true),
  border: border(127),
  interpolation: interpolation('bilinear'),
  writes: writesVector('field that receives the eight coefficients of the map, scaled'),
})

type Params = t.TypeOf<typeof Params>

/** Where the map puts the corners of the image. */
const movedCorners = ({ scale, jitter, turns }: Params, key: Key, { width, height }: Size): Quadrilateral => {
  const enlarged = uniformIn(fold(key, 'scale'), scale)
  const first = turns ? integer(fold(key, 'turns'), 4) : 0
  const move = (corner: number, axis: 'x' | 'y', length: number): number =>
    offsetWithin(fold(key, 'jitter', corner, axis), jitter, length)
  const corner = (n: number): Point => {
    const side = (n + first) % 4
    return {
      x: width / 2 + (side === 1 || side === 2 ? 0.5 : -0.5) * enlarged * width + move(n, 'x', width),
      y: height / 2 + (side >= 2 ? 0.5 : -0.5) * enlarged * height + move(n, 'y', height),
    }
  }
  return [corner(0), corner(1), corner(2), corner(3)]
}

/**
 * The coefficients of a map as a training target.
 *
 * (a, b, (c - W/2) / 0.625 W, d, e, (f - H/2) / 0.625 H, g W / 0.48, h H / 0.48)
 *
 * For an image of 32 pixels these are the constants 16, 20 and 0.015 of the paper's code.
 */
export const projectiveTarget = ([a, b, c, d, e, f, g, h]: Matrix, { width, height }: Size): readonly number[] => [
  a,
  b,
  (c - width / 2) / (0.625 * width),
  d,
  e,
  (f - height / 2) / (0.625 * height),
  (g * width) / 0.48,
  (h * height) / 0.48,
]

const draw =
  (params: Params) =>
  (key: Key, size: Size): Draw => {
    const matrix = intoQuadrilateral(movedCorners(params, key, size), size)
    const { border, interpolation, writes } = params
    return {
      primitives: [warp(matrix, size, { border, interpolation })],
      targets: targetOf(writes, projectiveTarget(matrix, size)),
    }
  }

/**
 * Maps the image into a random quadrilateral, and can write the map: eight numbers.
 *
 * The quadrilateral is the scaled image, after random quarter turns, with each corner moved.
 *
 * Laws: scale [1, 1] with jitter 0 and no turns is the identity.
 *
 * Paper: Wang et al., EnAET, 2019, section 3.1. Departures: the center is the exact middle (half a pixel off
 * in the code); all constants grow with the image (the code keeps those of 32 pixels).
 */
export const projective = defineTransform({
  name: 'projective',
  summary: 'maps the image into a random quadrilateral, and can write the map',
  paper: 'Wang et al., EnAET, 2019, section 3.1',
  params: Params,
  use: (params) => ({ draw: draw(params), targets: targetIn(params.writes, 'vector', 8) }),
})
