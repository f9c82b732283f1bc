import type * as t from 'io-ts'
import { type Draw, drawOf, identity } from '../../../augment/draw.ts'
import { saturation } from '../../../augment/primitive/color.ts'
import { field, probability, record } from '../../../codec/index.ts'
import type { Key } from '../../../prelude/key.ts'
import { chance } from '../../../prelude/random.ts'
import { defineTransform } from '../transform.ts'

const Params = record({
  probability: field(probability, 'probability of removing the color, 0..1', 0.2),
})

const draw =
  ({ probability }: t.TypeOf<typeof Params>) =>
  (key: Key): Draw =>
    chance(key, probability) ? drawOf(saturation(0)) : identity

/**
 * Replaces colors by their luma, with a probability. The image keeps its three channels.
 *
 * Paper: Chen et al., SimCLR, ICML 2020, appendix A.
 */
export const grayscale = defineTransform({
  name: 'grayscale',
  summary: 'removes the color with a probability',
  paper: 'Chen et al., SimCLR, ICML 2020, appendix A',
  params: Params,
  use: (params) => ({ draw: draw(params) }),
})
