import type * as t from 'io-ts'
import { type Draw, drawOf, identity } from '../../../augment/draw.ts'
import type { Rectangle } from '../../../augment/primitive/erase.ts'
import { field, number, probability, record } from '../../../codec/index.ts'
import type { Size } from '../../../image/size.ts'
import type { Key } from '../../../prelude/key.ts'
import { uniforms } from '../../../prelude/random.ts'
import { defineTransform } from '../transform.ts'

const Params = record({
  share: field(probability, 'probability of dropping each pixel, independently, 0..1', 0.5),
  fill: field(number({ min: 0, max: 255, whole: true }), 'gray value of dropped pixels, 0..255', 0),
})

/** The dropped pixels as rectangles. Neighbors in a row form one rectangle. */
const runs = (key: Key, { width, height }: Size, share: number): readonly Rectangle[] => {
  const values = uniforms(key, width * height)
  const rectangles: Rectangle[] = []
  for (let y = 0; y < height; y++) {
    let begin = 0
    for (let x = 0; x <= width; x++) {
      if (x < width && values[y * width + x]! < share) continue
      if (x > begin) rectangles.push({ x: begin, y, width: x - begin, height: 1 })
      begin = x + 1
    }
  }
  return rectangles
}

const draw =
  ({ share, fill }: t.TypeOf<typeof Params>) =>
  (key: Key, size: Size): Draw =>
    share === 0 ? identity : drawOf({ kind: 'erase', rectangles: runs(key, size, share), fill })

/**
 * Makes each pixel black, in all channels, with one probability: the masking noise of denoising autoencoders.
 *
 * Laws: share 0 is the identity; share 1 leaves nothing; a larger share drops all that a smaller one drops.
 *
 * Paper: Vincent et al., Extracting and composing robust features with denoising autoencoders, ICML 2008,
 * section 2.3. Departures: each pixel is dropped independently, instead of a fixed number of pixels; the
 * channels of a pixel are dropped together.
 */
export const dropPixels = defineTransform({
  name: 'dropPixels',
  summary: 'makes each pixel black with a probability',
  paper: 'Vincent et al., Denoising autoencoders, ICML 2008, section 2.3',
  params: Params,
  use: (params) => ({ draw: draw(params) }),
})
