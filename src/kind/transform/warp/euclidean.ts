import type * as t from 'io-ts'
import type { Draw } from '../../../augment/draw.ts'
import { record } from '../../../codec/index.ts'
import type { Size } from '../../../image/size.ts'
import type { Key } from '../../../prelude/key.ts'
import { affineDraw } from '../affineDraw.ts'
import { border, interpolation, rotate, translate, writesVector } from '../fields.ts'
import { defineTransform, targetIn } from '../transform.ts'

const Params = record({
  rotate,
  translate,
  border: border(127),
  interpolation: interpolation('bilinear'),
  writes: writesVector('field that receives (cos turn, sin turn, x, y), the last two scaled to -1 .. 1'),
})

const draw = ({ rotate, translate, ...setting }: t.TypeOf<typeof Params>): ((key: Key, size: Size) => Draw) =>
  affineDraw({ rotate, translate, scale: [1, 1], shear: 0 }, 4, setting)

/**
 * Turns and shifts the image, and can write by how much: the first four numbers of `affine`.
 *
 * Paper: Wang et al., EnAET, 2019, section 3.1. Departures: angles count counter-clockwise; the center is the
 * exact middle; each family has its own draw (the published code shares one draw among the three).
 */
export const euclidean = defineTransform({
  name: 'euclidean',
  summary: 'turns and shifts, and can write by how much',
  paper: 'Wang et al., EnAET, 2019, section 3.1',
  params: Params,
  use: (params) => ({ draw: draw(params), targets: targetIn(params.writes, 'vector', 4) }),
})
