import { type Draw, targetOf } from '../../augment/draw.ts'
import type { Border } from '../../augment/primitive/warp/border.ts'
import { type Matrix, multiply, rotation, shift } from '../../augment/primitive/warp/matrix.ts'
import { type Interpolation, warp } from '../../augment/primitive/warp/warp.ts'
import type { Size } from '../../image/size.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { uniform } from '../../prelude/random.ts'
import { type Range, uniformIn } from './range.ts'

/** The range of each parameter of an affine map. */
export interface AffineReach {
  /** Degrees, either way. */
  readonly rotate: number
  /** Share of the size, either way. */
  readonly translate: number
  readonly scale: Range
  /** Degrees, either way. */
  readonly shear: number
}

/** One affine map of an image: shear along x, scale and turn about the center, then shift. */
export interface AffineMap {
  /** Degrees, counter-clockwise. */
  readonly turn: number
  /** Whole pixels to the right and down. */
  readonly x: number
  readonly y: number
  readonly scale: number
  /** Degrees. */
  readonly shear: number
}

/** The matrix of an affine map, output to source. */
export const affineMatrix = ({ turn, x, y, scale, shear }: AffineMap, size: Size): Matrix => {
  const centered = shift(-size.width / 2, -size.height / 2)
  const shrunk: Matrix = [1 / scale, 0, 0, 0, 1 / scale, 0, 0, 0, 1]
  const straightened: Matrix = [1, -Math.tan((shear * Math.PI) / 180), 0, 0, 1, 0, 0, 0, 1]
  const linear = multiply(straightened, multiply(shrunk, multiply(centered, rotation(turn, size))))
  return multiply(multiply(shift(size.width / 2, size.height / 2), linear), shift(-x, -y))
}

/**
 * The parameters of a map as a training target: (cos turn, sin turn, x, y, scale, shear).
 *
 * The last four are scaled to -1..1 by their reach, and are 0 if the reach is 0.
 *
 * @example
 * const map = { turn: 0, x: 2, y: 0, scale: 1.25, shear: 15 }
 * const reach = { rotate: 180, translate: 0.25, scale: [0.75, 1.25], shear: 30 }
 * affineTarget(map, reach, { width: 32, height: 32 }) // => [1, 0, 0.25, 0, 1, 0.5]
 */
export const affineTarget = (
  { turn, x, y, scale, shear }: AffineMap,
  reach: AffineReach,
  { width, height }: Size,
): readonly number[] => {
  const [least, most] = reach.scale
  const share = (value: number, of: number): number => (of === 0 ? 0 : value / of)
  return [
    Math.cos((turn * Math.PI) / 180),
    Math.sin((turn * Math.PI) / 180),
    share(x, reach.translate * width),
    share(y, reach.translate * height),
    share(2 * scale - (least + most), most - least),
    share(shear, reach.shear),
  ]
}

/** Draws an affine map. Each parameter has its own key, so that its draw ignores the reach of the others. */
export const drawAffineMap = (
  key: Key,
  { rotate, translate, scale, shear }: AffineReach,
  { width, height }: Size,
): AffineMap => {
  const either = (name: string, reach: number): number => uniform(fold(key, name), -reach, reach)
  return {
    turn: either('turn', rotate),
    x: Math.round(either('x', translate * width)),
    y: Math.round(either('y', translate * height)),
    scale: uniformIn(fold(key, 'scale'), scale),
    shear: either('shear', shear),
  }
}

interface Setting {
  readonly border: Border
  readonly interpolation: Interpolation
  readonly writes: string | null
}

/**
 * An affine draw that can write the first numbers of its target.
 *
 * @param parameters how many numbers the family of maps has
 */
export const affineDraw = (
  reach: AffineReach,
  parameters: number,
  { writes, border, interpolation }: Setting,
): ((key: Key, size: Size) => Draw) => {
  return (key, size) => {
    const map = drawAffineMap(key, reach, size)
    return {
      primitives: [warp(affineMatrix(map, size), size, { border, interpolation })],
      targets: targetOf(writes, affineTarget(map, reach, size).slice(0, parameters)),
    }
  }
}
