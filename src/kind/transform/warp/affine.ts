import type * as t from 'io-ts'
import type { Draw } from '../../../augment/draw.ts'
import { record } from '../../../codec/index.ts'
import type { Size } from '../../../image/size.ts'
import type { Key } from '../../../prelude/key.ts'
import { affineDraw } from '../affineDraw.ts'
import { border, interpolation, rotate, scale, shear, translate, writesVector } from '../fields.ts'
import { defineTransform, targetIn } from '../transform.ts'

const Params = record({
  rotate,
  translate,
  scale,
  shear,
  border: border(127),
  interpolation: interpolation('bilinear'),
  writes: writesVector('field that receives (cos turn, sin turn, x, y, scale, shear), the last four scaled to -1 .. 1'),
})

const draw = ({
  rotate,
  translate,
  scale,
  shear,
  ...setting
}: t.TypeOf<typeof Params>): ((key: Key, size: Size) => Draw) =>
  affineDraw({ rotate, translate, scale, shear }, 6, setting)

/**
 * Turns, shifts, scales and shears the image, and can write by how much: six numbers.
 *
 * Paper: Wang et al., EnAET, 2019, section 3.1. Departures: angles count counter-clockwise; the center is the
 * exact middle; each family has its own draw (the published code shares one draw among the three).
 */
export const affine = defineTransform({
  name: 'affine',
  summary: 'turns, shifts, scales and shears, and can write by how much',
  paper: 'Wang et al., EnAET, 2019, section 3.1',
  params: Params,
  use: (params) => ({ draw: draw(params), targets: targetIn(params.writes, 'vector', 6) }),
})
