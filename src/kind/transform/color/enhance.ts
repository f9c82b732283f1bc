import type * as t from 'io-ts'
import { type Draw, targetOf } from '../../../augment/draw.ts'
import { saturation } from '../../../augment/primitive/color.ts'
import { sharpness } from '../../../augment/primitive/kernel.ts'
import { lookup } from '../../../augment/primitive/lookup.ts'
import { field, magnitude, record } from '../../../codec/index.ts'
import { fold, type Key } from '../../../prelude/key.ts'
import { writesVector } from '../fields.ts'
import { range, uniformIn } from '../range.ts'
import { defineTransform, targetIn } from '../transform.ts'

const Params = record({
  factor: field(range(magnitude), 'blend factor of each of the four, [least, most]; 1 changes nothing', [0.2, 1.8]),
  writes: writesVector('field that receives the factors of color, contrast, brightness and sharpness, in this order'),
})

const draw =
  ({ factor, writes }: t.TypeOf<typeof Params>) =>
  (key: Key): Draw => {
    const factorOf = (name: string): number => uniformIn(fold(key, name), factor)
    const color = factorOf('color')
    const contrast = factorOf('contrast')
    const brightness = factorOf('brightness')
    const sharp = factorOf('sharpness')
    return {
      primitives: [
        saturation(color),
        { kind: 'contrast', factor: contrast },
        lookup({ kind: 'blend', toward: 0, factor: brightness }),
        sharpness(sharp),
      ],
      targets: targetOf(writes, [color, contrast, brightness, sharp]),
    }
  }

/**
 * Changes color, contrast, brightness and sharpness, in this order, and can write the four factors.
 *
 * Laws: factor [1, 1] is the identity.
 *
 * Paper: Wang et al., EnAET, 2019, section 3.1 (the transformation called CCBS). The target is the raw
 * factors, as in the published code.
 */
export const enhance = defineTransform({
  name: 'enhance',
  summary: 'changes color, contrast, brightness and sharpness, and can write by how much',
  paper: 'Wang et al., EnAET, 2019, section 3.1',
  params: Params,
  use: (params) => ({ draw: draw(params), targets: targetIn(params.writes, 'vector', 4) }),
})
