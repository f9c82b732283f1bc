import type * as t from 'io-ts'
import { type Draw, drawOf, identity, targetOf } from '../../../augment/draw.ts'
import { identityMatrix, multiply, quarterTurn } from '../../../augment/primitive/warp/matrix.ts'
import { warp } from '../../../augment/primitive/warp/warp.ts'
import { field, number, optional, record, writes } from '../../../codec/index.ts'
import type { Size } from '../../../image/size.ts'
import type { Key } from '../../../prelude/key.ts'
import { integer } from '../../../prelude/random.ts'
import { defineTransform, targetIn } from '../transform.ts'

const Params = record({
  turns: field(
    optional(number({ min: 0, max: 3, whole: true })),
    'quarter turns counter-clockwise, 0..3; null: random',
    null,
  ),
  writes: field(
    optional(writes('category')),
    'field that receives the turn: 0, 1, 2 or 3 quarter turns counter-clockwise',
    null,
  ),
})

const swapped = ({ width, height }: Size): Size => ({ width: height, height: width })

/**
 * Turns an image counter-clockwise.
 *
 * Law: four times one turn is the identity.
 *
 * @param quarters the number of quarter turns, 0..3
 */
export const quarterTurns = (quarters: number, size: Size): Draw => {
  let matrix = identityMatrix
  let turned = size
  for (let i = 0; i < quarters; i++) {
    matrix = multiply(matrix, quarterTurn(turned))
    turned = swapped(turned)
  }
  return quarters === 0
    ? identity
    : drawOf(warp(matrix, size, { size: turned, border: 'edge', interpolation: 'nearest' }))
}

type Params = t.TypeOf<typeof Params>

const draw =
  ({ turns, writes }: Params) =>
  (key: Key, size: Size): Draw => {
    const quarters = turns ?? integer(key, 4)
    return { ...quarterTurns(quarters, size), targets: targetOf(writes, quarters) }
  }

const outputSize = ({ turns }: Params, size: Size): Size | null => {
  if (size.width === size.height || (turns !== null && turns % 2 === 0)) return size
  return turns === null ? null : swapped(size)
}

/**
 * Turns the image by 0, 90, 180 or 270 degrees counter-clockwise, and can write which.
 *
 * - All four are equally likely, unless `turns` fixes one.
 * - The number of quarter turns is the label of rotation prediction.
 * - Odd turns swap width and height.
 *
 * Paper: Gidaris et al., Unsupervised representation learning by predicting image rotations, ICLR 2018,
 * section 3.1.
 */
export const rotate90 = defineTransform({
  name: 'rotate90',
  summary: 'turns by a random or fixed number of quarter turns, and can write which',
  paper: 'Gidaris et al., Unsupervised representation learning by predicting image rotations, ICLR 2018, section 3.1',
  params: Params,
  use: (params) => ({
    draw: draw(params),
    outputSize: (size) => outputSize(params, size),
    targets: targetIn(params.writes, 'category', 4),
  }),
})
