import type * as t from 'io-ts'
import { type Draw, drawOf, identity } from '../../../augment/draw.ts'
import { saturation as saturate } from '../../../augment/primitive/color.ts'
import { sameLevel } from '../../../augment/primitive/hsv.ts'
import { lookup } from '../../../augment/primitive/lookup.ts'
import type { Primitive } from '../../../augment/primitive/primitive.ts'
import { field, magnitude, number, probability, record } from '../../../codec/index.ts'
import { fold, type Key } from '../../../prelude/key.ts'
import { chance, uniform } from '../../../prelude/random.ts'
import { defineTransform } from '../transform.ts'

const Params = record({
  brightness: field(magnitude, 'every value is multiplied by 1 - b .. 1 + b (not below 0)', 0.4),
  contrast: field(magnitude, 'distances from the mean luma are multiplied by 1 - c .. 1 + c (not below 0)', 0.4),
  saturation: field(magnitude, 'distances from gray are multiplied by 1 - s .. 1 + s (not below 0)', 0.4),
  hue: field(number({ min: 0, max: 0.5 }), 'the hue turns by -h .. h of the color circle', 0.1),
  probability: field(probability, 'probability of changing the image at all, 0..1', 0.8),
})

type Params = t.TypeOf<typeof Params>

const changes: Readonly<Record<keyof Omit<Params, 'probability'>, (key: Key, reach: number) => Primitive>> = {
  brightness: (key, reach) => lookup({ kind: 'blend', toward: 0, factor: factor(key, reach) }),
  contrast: (key, reach) => ({ kind: 'contrast', factor: factor(key, reach) }),
  saturation: (key, reach) => saturate(factor(key, reach)),
  hue: (key, reach) => ({ kind: 'hsv', hue: uniform(key, -reach, reach), saturation: sameLevel, value: sameLevel }),
}

const factor = (key: Key, reach: number): number => uniform(key, Math.max(0, 1 - reach), 1 + reach)

const draw =
  ({ probability, ...reaches }: Params) =>
  (key: Key): Draw => {
    if (!chance(fold(key, 'changed'), probability)) return identity
    const steps = (['brightness', 'contrast', 'saturation', 'hue'] as const)
      .filter((name) => reaches[name] > 0)
      .map((name) => ({
        place: uniform(fold(key, name, 'place')),
        change: changes[name](fold(key, name), reaches[name]),
      }))
    return drawOf(...steps.sort((one, other) => one.place - other.place).map(({ change }) => change))
  }

/**
 * Changes brightness, contrast, saturation and hue by random amounts in random order.
 *
 * - Each change clamps the values.
 * - The four amounts and their order are independent draws.
 *
 * Laws: probability 0, and all amounts 0, are the identity.
 *
 * Paper: Chen et al., SimCLR, ICML 2020, appendix A (strength s: 0.8 s, 0.8 s, 0.8 s, 0.2 s). No departure in
 * ranges; the defaults are those of Chen et al., MoCo v2, 2020.
 */
export const colorJitter = defineTransform({
  name: 'colorJitter',
  summary: 'changes brightness, contrast, saturation and hue in random order',
  paper: 'Chen et al., SimCLR, ICML 2020, appendix A',
  params: Params,
  use: (params) => ({ draw: draw(params) }),
})
