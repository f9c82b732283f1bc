import { sharp } from './loaders.ts'
import type { Raster } from './raster.ts'

/** PNG keeps every value. JPEG is smaller and changes values. */
export type Encoding = { readonly format: 'png' } | { readonly format: 'jpeg'; readonly quality: number }

/**
 * Encodes a raster as the bytes of an image file.
 *
 * Law: decoding a PNG gives the same raster back.
 *
 * @example
 * import { fileFormat } from './fileFormat.ts'
 * import { pixels } from './raster.ts'
 * fileFormat(await encode({ format: 'jpeg', quality: 90 })(pixels(2, 2, 3, () => 127))) // => 'jpeg'
 *
 * @param encoding quality of a JPEG, 1..100
 */
export const encode =
  (encoding: Encoding) =>
  async ({ width, height, channels, data }: Raster): Promise<Uint8Array> => {
    const image = sharp(data, { raw: { width, height, channels } }).toColorspace(channels === 1 ? 'b-w' : 'srgb')
    return encoding.format === 'png'
      ? image.png({ compressionLevel: 6 }).toBuffer()
      : image.jpeg({ quality: encoding.quality, chromaSubsampling: '4:4:4' }).toBuffer()
  }
