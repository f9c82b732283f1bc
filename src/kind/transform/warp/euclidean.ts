import type * as t from 'io-ts'
import type { Draw } from '../../../augment/draw.ts'
import { record } from '../../../codec/index.ts'
import type { Size } from '../../../image/size.ts'
import type { Key } from '../../../prelude/key.ts'
import { affineDraw } from '../affineDraw.ts'
import { border, interpolation, rotate, translate, writesVector } from '../fields.ts'
import { defineTransform, targetIn } from '../transform.ts'

const params = record({
  rotate,
  translate,
  border: border(127),
  interpolation: interpolation('bilinear'),
  writes: writesVector('field that is told (cos turn, sin turn, x, y), the last two scaled to -1 .. 1'),
})

const draw = ({ rotate, translate, ...setting }: t.TypeOf<typeof params>): ((key: Key, size: Size) => Draw) =>
  affineDraw({ rotate, translate, scale: [1, 1], shear: 0 }, 4, setting)

/**
 * Turns and moves the picture, and can tell by how much: the first four numbers of `affine`.
 *
 * Paper: Wang et al., EnAET, 2019, section 3.1. Departures: angles count counter-clockwise; the center is the exact middle; each family draws
 * for itself (the published code shares one draw among the three).
 */
export const euclidean = defineTransform({
  name: 'euclidean',
  summary: 'turns and moves, and writes by how much',
  params,
  use: (given) => ({ draw: draw(given), targets: targetIn(given.writes, 'vector', 4) }),
})
