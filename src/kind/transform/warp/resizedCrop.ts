import type * as t from 'io-ts'
import { type Draw, drawOf } from '../../../augment/draw.ts'
import type { Rectangle } from '../../../augment/primitive/erase.ts'
import { region } from '../../../augment/primitive/warp/matrix.ts'
import { warp } from '../../../augment/primitive/warp/warp.ts'
import { field, number, record } from '../../../codec/index.ts'
import type { Size } from '../../../image/size.ts'
import { fold, type Key } from '../../../prelude/key.ts'
import { integer, uniform } from '../../../prelude/random.ts'
import { interpolation, side, sizeOfSide } from '../fields.ts'
import { range, uniformIn } from '../range.ts'
import { defineTransform } from '../transform.ts'

const Params = record({
  area: field(range(number({ min: 0, max: 1 })), 'share of the image to keep, [least, most]', [0.08, 1]),
  aspect: field(range(number({ min: 0.01, max: 100 })), 'width / height of the kept part, [least, most]', [
    3 / 4,
    4 / 3,
  ]),
  size: side,
  interpolation: interpolation('bilinear'),
})

type Params = t.TypeOf<typeof Params>

const tries = 10

/** The largest part in the middle whose aspect is within the range. */
const middle = ({ aspect: [least, most] }: Params, { width, height }: Size): Rectangle => {
  const aspect = Math.min(most, Math.max(least, width / height))
  const window = {
    width: Math.max(1, Math.min(width, Math.round(height * aspect))),
    height: Math.max(1, Math.min(height, Math.round(width / aspect))),
  }
  return { ...window, x: Math.floor((width - window.width) / 2), y: Math.floor((height - window.height) / 2) }
}

const part = (params: Params, key: Key, { width, height }: Size): Rectangle => {
  const [least, most] = params.aspect
  for (let attempt = 0; attempt < tries; attempt++) {
    const attemptKey = fold(key, attempt)
    const area = uniformIn(fold(attemptKey, 'area'), params.area) * width * height
    const aspect = Math.exp(uniform(fold(attemptKey, 'aspect'), Math.log(least), Math.log(most)))
    const window = { width: Math.round(Math.sqrt(area * aspect)), height: Math.round(Math.sqrt(area / aspect)) }
    if (window.width < 1 || window.height < 1 || window.width > width || window.height > height) continue
    return {
      ...window,
      x: integer(fold(attemptKey, 'x'), width - window.width + 1),
      y: integer(fold(attemptKey, 'y'), height - window.height + 1),
    }
  }
  return middle(params, { width, height })
}

const draw =
  (params: Params) =>
  (key: Key, size: Size): Draw => {
    const window = part(params, key, size)
    const output = sizeOfSide(params.size, size)
    const { interpolation } = params
    return drawOf(
      warp(region(window.x, window.y, window, output), size, { size: output, border: 'edge', interpolation }),
    )
  }

/**
 * Crops a random part and stretches it to the full size.
 *
 * - The aspect is uniform on a logarithmic scale. The corner is a whole pixel.
 * - If ten parts in a row do not fit, it takes the largest part that fits in the middle.
 * - Use it to enlarge: a part of more than twice the size of the result is sampled without smoothing.
 *
 * Laws: area [1, 1] with aspect [1, 1] is the identity on squares.
 *
 * Paper: Szegedy et al., Going deeper with convolutions, CVPR 2015, section 6 (areas and aspects). Ten tries,
 * as in published code.
 */
export const resizedCrop = defineTransform({
  name: 'resizedCrop',
  summary: 'crops a random part and stretches it to the full size',
  paper: 'Szegedy et al., Going deeper with convolutions, CVPR 2015, section 6',
  params: Params,
  use: (params) => ({ draw: draw(params), outputSize: (size) => sizeOfSide(params.size, size) }),
})
