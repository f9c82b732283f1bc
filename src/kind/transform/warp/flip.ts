import type * as t from 'io-ts'
import { type Draw, drawOf, identity } from '../../../augment/draw.ts'
import { mirror } from '../../../augment/primitive/warp/matrix.ts'
import { warp } from '../../../augment/primitive/warp/warp.ts'
import { field, probability, record } from '../../../codec/index.ts'
import type { Size } from '../../../image/size.ts'
import type { Key } from '../../../prelude/key.ts'
import { chance } from '../../../prelude/random.ts'
import { defineTransform } from '../transform.ts'

const Params = record({
  probability: field(probability, 'probability of mirroring the image, 0..1', 0.5),
})

/**
 * Swaps left and right.
 *
 * Law: twice is the identity.
 */
export const mirrored = (size: Size): Draw =>
  drawOf(warp(mirror(size), size, { border: 'edge', interpolation: 'nearest' }))

const draw =
  ({ probability }: t.TypeOf<typeof Params>) =>
  (key: Key, size: Size): Draw =>
    chance(key, probability) ? mirrored(size) : identity

/** Mirrors left and right with a probability. */
export const flip = defineTransform({
  name: 'flip',
  summary: 'mirrors left and right with a probability',
  params: Params,
  use: (params) => ({ draw: draw(params) }),
})
