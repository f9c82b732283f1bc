import type { Channels, Raster } from './raster.ts'

/**
 * The gray value of a color, 0..255: (19595 R + 38470 G + 7471 B + 32768) >> 16, which is 0.299 R + 0.587 G + 0.114 B in 16-bit fixed point.
 *
 * Laws: the luma of a gray (g, g, g) is g, since the weights add up to 65536.
 *
 * Paper: ITU-R BT.601, section 2.5.1; the same integers as Pillow's conversion to "L".
 */
export const luma = (red: number, green: number, blue: number): number =>
  (19595 * red + 38470 * green + 7471 * blue + 32768) >> 16

/** The raster with 1 or 3 channels: colors become their luma, gray becomes three equal channels; the same raster where nothing changes. */
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
