import type * as t from 'io-ts'
import { type Draw, drawOf } from '../../../augment/draw.ts'
import { mirror, multiply, shift } from '../../../augment/primitive/warp/matrix.ts'
import { warp } from '../../../augment/primitive/warp/warp.ts'
import { field, number, probability, record } from '../../../codec/index.ts'
import type { Size } from '../../../image/size.ts'
import { fold, type Key } from '../../../prelude/key.ts'
import { chance } from '../../../prelude/random.ts'
import { border } from '../fields.ts'
import { offsetWithin } from '../range.ts'
import { defineTransform } from '../transform.ts'

const Params = record({
  pad: field(
    number({ min: 0, max: 1 }),
    'largest shift each way, as a share of the size (0.125 is 4 pixels of 32)',
    0.125,
  ),
  flip: field(probability, 'probability of mirroring left and right; 0 for digits and letters', 0.5),
  border: border('reflect'),
})

const draw =
  ({ pad, flip, border }: t.TypeOf<typeof Params>) =>
  (key: Key, size: Size): Draw => {
    const cropped = shift(offsetWithin(fold(key, 'x'), pad, size.width), offsetWithin(fold(key, 'y'), pad, size.height))
    const matrix = chance(fold(key, 'flip'), flip) ? multiply(cropped, mirror(size)) : cropped
    return drawOf(warp(matrix, size, { border, interpolation: 'nearest' }))
  }

/**
 * Pads the image, crops its own size at a random place, and mirrors it with a probability.
 *
 * This is the weak view of most methods.
 *
 * Every offset from -pad to pad is equally likely, both ends included.
 *
 * Laws: pad 0 with flip 0 is the identity; whole pixels are copied, never mixed.
 *
 * Paper: Sohn et al., FixMatch, NeurIPS 2020, section 2.3 (flip-and-shift, up to 12.5 %).
 */
export const cropFlip = defineTransform({
  name: 'cropFlip',
  summary: 'shifts by up to an eighth with a reflected border, and mirrors half the time',
  paper: 'Sohn et al., FixMatch, NeurIPS 2020, section 2.3',
  params: Params,
  use: (params) => ({ draw: draw(params) }),
})
