import * as E from 'fp-ts/lib/Either.js'
import { type DataError, dataError } from '../prelude/errors.ts'
import { explainFailure } from './explainFailure.ts'
import { type ImageSource, sourceInput, sourceName } from './imageSource.ts'
import { sharp } from './loaders.ts'
import { withChannels } from './luma.ts'
import { type Channels, type Raster, raster } from './raster.ts'
import type { Size } from './size.ts'

/** What a decoded image shall be. */
export interface DecodeRequest {
  readonly size: Size
  readonly fit: 'cover' | 'contain' | 'fill'
  readonly channels: Channels
  /** Pixels of the stored image, before it is resized. */
  readonly pixelLimit: number
}

const padding = { r: 127, g: 127, b: 127 }

/**
 * Reads one image file as a raster of the requested size, or says in a sentence why it cannot.
 *
 * Content decides, not the file's name. The EXIF orientation is applied; embedded color profiles, CMYK and 16-bit values are converted to
 * 8-bit sRGB; transparency is laid over white; of an animation the first frame is read. Drawings and documents (SVG, PDF), damaged,
 * truncated and empty files, and images above the pixel limit are refused. An image that already has the size is not resampled.
 *
 * Gray is the luma of the resized color image.
 *
 * @example await decodeImage({ size: { width: 32, height: 32 }, fit: 'cover', channels: 3, pixelLimit: 5e7 })('cat.jpg')
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
