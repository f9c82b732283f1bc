import type * as t from 'io-ts'
import { type Draw, drawOf } from '../../../augment/draw.ts'
import { region } from '../../../augment/primitive/warp/matrix.ts'
import { warp } from '../../../augment/primitive/warp/warp.ts'
import { choice, count, field, number, optional, record } from '../../../codec/index.ts'
import type { Size } from '../../../image/size.ts'
import { interpolation } from '../fields.ts'
import { defineTransform } from '../transform.ts'

const params = record({
  at: field(choice('center', 'topLeft', 'topRight', 'bottomLeft', 'bottomRight'), 'where the part lies', 'center'),
  share: field(number({ min: 0.01, max: 1 }), 'share of each side that is kept', 0.875),
  size: field(optional(count), 'side of the result in pixels, a square; null keeps the size of the picture', null),
  interpolation: interpolation('bilinear'),
})

type Params = t.TypeOf<typeof params>

/** Where a part begins, as shares of what is left of the width and of the height. */
const begins = {
  center: [0.5, 0.5],
  topLeft: [0, 0],
  topRight: [1, 0],
  bottomLeft: [0, 1],
  bottomRight: [1, 1],
} as const

const outputSize = ({ size }: Params, picture: Size): Size => (size === null ? picture : { width: size, height: size })

const draw =
  (params: Params) =>
  (_key: unknown, picture: Size): Draw => {
    const { at, share, interpolation } = params
    const [right, down] = begins[at]
    const kept = { width: share * picture.width, height: share * picture.height }
    const output = outputSize(params, picture)
    const part = region(right * (picture.width - kept.width), down * (picture.height - kept.height), kept, output)
    return drawOf(warp(part, picture, { size: output, border: 'edge', interpolation }))
  }

/**
 * Crops a stated part, in the middle or in a corner, and stretches it to the full size: one of the views that a prediction is averaged over.
 *
 * The part is not rounded to whole pixels; where it is whole, and `size` is its size, its pixels are copied. Made for enlarging: a part that is
 * more than twice the result is sampled without smoothing.
 *
 * Laws: no chance: every key draws the same; share 1 is the identity; the top left of the mirrored picture is the mirrored top right.
 *
 * Paper: Krizhevsky et al., ImageNet classification, NIPS 2012, section 4.1 (four corners and the center of 224 in 256 pixels).
 */
export const cropAt = defineTransform({
  name: 'cropAt',
  summary: 'crops the middle or a corner and stretches it to the full size',
  params,
  use: (given) => ({ draw: draw(given), outputSize: (size) => outputSize(given, size) }),
})
