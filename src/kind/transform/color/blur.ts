import type * as t from 'io-ts'
import { type Draw, drawOf, identity } from '../../../augment/draw.ts'
import { count, field, number, optional, probability, record } from '../../../codec/index.ts'
import { fold, type Key } from '../../../prelude/key.ts'
import { chance } from '../../../prelude/random.ts'
import { range, uniformIn } from '../range.ts'
import { defineTransform } from '../transform.ts'

const params = record({
  sigma: field(range(number({ min: 0, max: 100 })), 'standard deviation in pixels, [least, most]', [0.1, 2]),
  radius: field(optional(count), 'taps on either side in pixels; null takes three standard deviations', null),
  probability: field(probability, 'how often the picture is blurred, 0..1', 0.5),
})

const draw =
  ({ sigma: sigmas, radius, probability }: t.TypeOf<typeof params>) =>
  (key: Key): Draw => {
    const sigma = uniformIn(fold(key, 'sigma'), sigmas)
    if (sigma === 0 || !chance(fold(key, 'blurred'), probability)) return identity
    return drawOf({ kind: 'blur', sigma, radius: radius ?? Math.ceil(3 * sigma) })
  }

/**
 * Blurs with a Gaussian of random width; the border is reflected.
 *
 * Laws: probability 0 and sigma 0 are the identity; a flat picture stays as it is.
 *
 * Paper: Chen et al., SimCLR, ICML 2020, appendix A. Departure: sigma is drawn for each picture, not for each batch, and by default the kernel
 * is wide enough for it rather than a tenth of the picture.
 */
export const blur = defineTransform({
  name: 'blur',
  summary: 'blurs with a Gaussian of random width, with a probability',
  params,
  use: (given) => ({ draw: draw(given) }),
})
