import type * as t from 'io-ts'
import { type Draw, drawOf, identity } from '../../../augment/draw.ts'
import type { Level } from '../../../augment/primitive/hsv.ts'
import { field, magnitude, number, record } from '../../../codec/index.ts'
import { fold, type Key } from '../../../prelude/key.ts'
import { uniform } from '../../../prelude/random.ts'
import { defineTransform } from '../transform.ts'

const Params = record({
  hue: field(number({ min: 0, max: 0.5 }), 'the hue turns by -h .. h of the color circle', 0.1),
  power: field(magnitude, 'saturation and value are raised to the power 2^-p .. 2^p', 2),
  gain: field(magnitude, 'then multiplied by 2^-g .. 2^g', 0.5),
  offset: field(magnitude, 'then changed by -o .. o, and clamped to 0..1', 0.1),
})

type Params = t.TypeOf<typeof Params>

const level = ({ power, gain, offset }: Params, key: Key): Level => ({
  power: 2 ** uniform(fold(key, 'power'), -power, power),
  gain: 2 ** uniform(fold(key, 'gain'), -gain, gain),
  offset: uniform(fold(key, 'offset'), -offset, offset),
})

const draw =
  (params: Params) =>
  (key: Key): Draw => {
    const { hue, power, gain, offset } = params
    if (hue === 0 && power === 0 && gain === 0 && offset === 0) return identity
    return drawOf({
      kind: 'hsv',
      hue: uniform(fold(key, 'hue'), -hue, hue),
      saturation: level(params, fold(key, 'saturation')),
      value: level(params, fold(key, 'value')),
    })
  }

/**
 * Changes hue, saturation and value.
 *
 * H + U(-h, h); S and V each v^(2^U(-p, p)) x 2^U(-g, g) + U(-o, o), with independent draws.
 *
 * Laws: all amounts 0 are the identity.
 *
 * Paper: Dosovitskiy et al., Exemplar-CNN, PAMI 2016, section 3 (ranges), as used by Zhai et al., S4L,
 * ICCV 2019.
 */
export const hsvJitter = defineTransform({
  name: 'hsvJitter',
  summary: 'changes hue, and power, gain and offset of saturation and value',
  paper: 'Dosovitskiy et al., Exemplar-CNN, PAMI 2016, section 3',
  params: Params,
  use: (params) => ({ draw: draw(params) }),
})
