import type * as t from 'io-ts'
import { type Draw, drawOf, identity } from '../../../augment/draw.ts'
import type { Erase } from '../../../augment/primitive/erase.ts'
import { choice, either, field, number, probability, record } from '../../../codec/index.ts'
import type { Size } from '../../../image/size.ts'
import { fold, type Key } from '../../../prelude/key.ts'
import { chance, integer } from '../../../prelude/random.ts'
import { defineTransform } from '../transform.ts'

const Params = record({
  size: field(probability, 'side of the square as a share of the shorter side of the image', 0.5),
  fill: field(
    either(
      'a gray value from 0 to 255, "mean" or "patch"',
      number({ min: 0, max: 255, whole: true }),
      choice('mean', 'patch'),
    ),
    'gray value 0..255, or the mean color of the image ("mean") or of the square ("patch")',
    127,
  ),
  probability: field(probability, 'probability of cutting out a square, 0..1', 1),
})

/** Erases a square around a random pixel, clipped at the edge of the image. */
export const erasedSquare = (key: Key, { width, height }: Size, side: number, fill: Erase['fill']): Draw => {
  const x = integer(fold(key, 'x'), width) - Math.floor(side / 2)
  const y = integer(fold(key, 'y'), height) - Math.floor(side / 2)
  return drawOf({ kind: 'erase', rectangles: [{ x, y, width: side, height: side }], fill })
}

const draw =
  ({ size: share, fill, probability }: t.TypeOf<typeof Params>) =>
  (key: Key, size: Size): Draw => {
    const side = Math.round(share * Math.min(size.width, size.height))
    if (side === 0 || !chance(fold(key, 'cut'), probability)) return identity
    return erasedSquare(key, size, side, fill)
  }

/**
 * Paints over one square whose center is anywhere in the image.
 *
 * Laws: size 0 is the identity; at most side x side pixels change.
 *
 * Paper: DeVries and Taylor, Improved Regularization of Convolutional Neural Networks with Cutout, 2017,
 * section 3.
 */
export const cutout = defineTransform({
  name: 'cutout',
  summary: 'paints over a square of half the size at a random place',
  paper: 'DeVries and Taylor, Cutout, 2017, section 3',
  params: Params,
  use: (params) => ({ draw: draw(params) }),
})
