import * as E from 'fp-ts/lib/Either.js'
import { type DataError, dataError } from '../prelude/errors.ts'
import { explainFailure } from './explainFailure.ts'
import { type ImageSource, sourceInput, sourceName } from './imageSource.ts'
import { sharp } from './loaders.ts'
import { withChannels } from './luma.ts'
import { type Channels, type Raster, raster } from './raster.ts'
import type { Size } from './size.ts'

/** What a decoded image should be. */
export interface DecodeRequest {
  readonly size: Size
  readonly fit: 'cover' | 'contain' | 'fill'
  readonly channels: Channels
  /** Most pixels that the stored image may have, before it is resized. */
  readonly pixelLimit: number
}

const padding = { r: 127, g: 127, b: 127 }

/**
 * Reads one image file as a raster of the requested size, or explains in a sentence why it cannot.
 *
 * - The content of the file decides, not its name.
 * - The EXIF orientation is applied.
 * - Embedded color profiles, CMYK and 16-bit values are converted to 8-bit sRGB.
 * - Transparency is laid over white.
 * - Only the first frame of an animation is read.
 * - An image that already has the requested size is not resampled.
 * - Gray is the luma of the resized color image.
 * - Fails on drawings and documents (SVG, PDF).
 * - Fails on damaged, truncated and empty files.
 * - Fails on images above the pixel limit.
 *
 * @example
 * import { encode } from './encode.ts'
 * import { pixels } from './raster.ts'
 * const square = pixels(2, 2, 3, (x, y) => 100 * x + 50 * y)
 * const bytes = await encode({ format: 'png' })(square)
 * const request = { size: { width: 2, height: 2 }, fit: 'cover', channels: 3, pixelLimit: 4 }
 * await decodeImage(request)({ name: 'memory', bytes }) // => { _tag: 'Right', right: square }
 */
export const decodeImage =
  ({ size: { width, height }, fit, channels, pixelLimit }: DecodeRequest) =>
  async (source: ImageSource): Promise<E.Either<DataError, Raster>> => {
    try {
      const { data, info } = await sharp(sourceInput(source), {
        autoOrient: true,
        failOn: 'error',
        limitInputPixels: pixelLimit,
        sequentialRead: true,
      })
        .flatten({ background: 'white' })
        .resize({ width, height, fit, background: padding })
        .toColorspace('srgb')
        .raw({ depth: 'uchar' })
        .toBuffer({ resolveWithObject: true })
      const pixels = new Uint8Array(data.buffer, data.byteOffset, data.length)
      if (info.channels !== 1 && info.channels !== 3) {
        return E.left(
          dataError(sourceName(source), 'decode', `it has ${info.channels} channels after conversion to sRGB`),
        )
      }
      return E.right(withChannels(channels)(raster(info.width, info.height, info.channels, pixels)))
    } catch (thrown) {
      return E.left(dataError(sourceName(source), 'decode', await explainFailure(source, pixelLimit, thrown)))
    }
  }
