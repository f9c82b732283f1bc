import type * as t from 'io-ts'
import { type Draw, drawOf } from '../../../augment/draw.ts'
import { region } from '../../../augment/primitive/warp/matrix.ts'
import { warp } from '../../../augment/primitive/warp/warp.ts'
import { choice, field, number, record } from '../../../codec/index.ts'
import type { Size } from '../../../image/size.ts'
import { interpolation, side, sizeOfSide } from '../fields.ts'
import { defineTransform } from '../transform.ts'

const Params = record({
  at: field(choice('center', 'topLeft', 'topRight', 'bottomLeft', 'bottomRight'), 'where the part lies', 'center'),
  share: field(number({ min: 0.01, max: 1 }), 'share of each side to keep', 0.875),
  size: side,
  interpolation: interpolation('bilinear'),
})

type Params = t.TypeOf<typeof Params>

/** The top left corner of the part, as shares of the cropped width and height. */
const begins = {
  center: [0.5, 0.5],
  topLeft: [0, 0],
  topRight: [1, 0],
  bottomLeft: [0, 1],
  bottomRight: [1, 1],
} as const

const draw =
  (params: Params) =>
  (_key: unknown, image: Size): Draw => {
    const { at, share, interpolation } = params
    const [right, down] = begins[at]
    const window = { width: share * image.width, height: share * image.height }
    const output = sizeOfSide(params.size, image)
    const part = region(right * (image.width - window.width), down * (image.height - window.height), window, output)
    return drawOf(warp(part, image, { size: output, border: 'edge', interpolation }))
  }

/**
 * Crops the middle or a corner and stretches it to the full size: one view of an averaged prediction.
 *
 * - The part is not rounded to whole pixels. If it is whole and `size` is its size, its pixels are copied.
 * - Use it to enlarge: a part of more than twice the size of the result is sampled without smoothing.
 *
 * Laws: every key draws the same; share 1 is the identity; the top left of the mirrored image is the mirrored
 * top right.
 *
 * Paper: Krizhevsky et al., ImageNet classification, NIPS 2012, section 4.1 (four corners and the center of
 * 224 in 256 pixels).
 */
export const cropAt = defineTransform({
  name: 'cropAt',
  summary: 'crops the middle or a corner and stretches it to the full size',
  paper: 'Krizhevsky et al., ImageNet classification, NIPS 2012, section 4.1',
  params: Params,
  use: (params) => ({ draw: draw(params), outputSize: (size) => sizeOfSide(params.size, size) }),
})
