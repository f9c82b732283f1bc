import type { Channels, Raster } from './raster.ts'

/**
 * The gray value of a color, 0..255.
 *
 * (19595 R + 38470 G + 7471 B + 32768) >> 16, which is 0.299 R + 0.587 G + 0.114 B in 16-bit fixed point.
 *
 * Law: the luma of a gray (g, g, g) is g, since the weights add up to 65536.
 *
 * Paper: ITU-R BT.601, section 2.5.1, with the same integers as Pillow's conversion to "L".
 *
 * @example
 * luma(255, 0, 0) // => 76
 * luma(9, 9, 9) // => 9
 */
export const luma = (red: number, green: number, blue: number): number =>
  (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16

/**
 * Converts a raster to 1 or 3 channels. Colors become their luma, and gray becomes three equal channels.
 *
 * Returns the same raster if it already has that many channels.
 *
 * @example
 * import { raster } from './raster.ts'
 * withChannels(3)(raster(1, 1, 1, Uint8Array.of(7))).data // => Uint8Array.of(7, 7, 7)
 * withChannels(1)(raster(1, 1, 3, Uint8Array.of(255, 0, 0))).data // => Uint8Array.of(76)
 */
export const withChannels =
  (channels: Channels) =>
  (image: Raster): Raster => {
    if (image.channels === channels) return image
    const { width, height, data: from } = image
    const data = new Uint8Array(width * height * channels)
    if (channels === 1)
      for (let i = 0; i < data.length; i++) data[i] = luma(from[3 * i]!, from[3 * i + 1]!, from[3 * i + 2]!)
    else for (let i = 0; i < data.length; i++) data[i] = from[Math.floor(i / 3)]!
    return { width, height, channels, data }
  }
