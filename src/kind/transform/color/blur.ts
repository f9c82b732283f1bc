import type * as t from 'io-ts'
import { type Draw, drawOf, identity } from '../../../augment/draw.ts'
import { count, field, number, optional, probability, record } from '../../../codec/index.ts'
import { fold, type Key } from '../../../prelude/key.ts'
import { chance } from '../../../prelude/random.ts'
import { range, uniformIn } from '../range.ts'
import { defineTransform } from '../transform.ts'

const Params = record({
  sigma: field(range(number({ min: 0, max: 100 })), 'standard deviation in pixels, [least, most]', [0.1, 2]),
  radius: field(optional(count), 'taps on either side in pixels; null: three standard deviations', null),
  probability: field(probability, 'probability of blurring the image, 0..1', 0.5),
})

const draw =
  ({ sigma: sigmas, radius, probability }: t.TypeOf<typeof Params>) =>
  (key: Key): Draw => {
    const sigma = uniformIn(fold(key, 'sigma'), sigmas)
    if (sigma === 0 || !chance(fold(key, 'blurred'), probability)) return identity
    return drawOf({ kind: 'blur', sigma, radius: radius ?? Math.ceil(3 * sigma) })
  }

/**
 * Blurs with a Gaussian of random width; the border is reflected.
 *
 * Laws: probability 0 and sigma 0 are the identity; a flat image stays the same.
 *
 * Paper: Chen et al., SimCLR, ICML 2020, appendix A. Departures: each image draws its own sigma, not each
 * batch; by default the kernel is wide enough for sigma, instead of a tenth of the image.
 */
export const blur = defineTransform({
  name: 'blur',
  summary: 'blurs with a Gaussian of random width, with a probability',
  paper: 'Chen et al., SimCLR, ICML 2020, appendix A',
  params: Params,
  use: (params) => ({ draw: draw(params) }),
})
