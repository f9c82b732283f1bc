import { InvariantViolation } from '../prelude/errors.ts'
import type { Size } from './size.ts'

/** Gray (1) or red, green and blue (3). */
export type Channels = 1 | 3

/**
 * The pixels of one picture: row by row from the top left, channels interleaved, sRGB values 0..255.
 *
 * Nobody writes to its data.
 */
export interface Raster extends Size {
  readonly channels: Channels
  readonly data: Uint8Array
}

/**
 * Makes a raster of `data`, without a copy. Throws if there are not exactly width x height x channels values.
 *
 * @example
 * raster(1, 1, 3, Uint8Array.of(255, 0, 0)).channels // => 3
 */
export const raster = (width: number, height: number, channels: Channels, data: Uint8Array): Raster => {
  if (data.length !== width * height * channels) {
    throw new InvariantViolation(
      `Expected ${width} x ${height} x ${channels} = ${width * height * channels} values, received ${data.length}`,
    )
  }
  return { width, height, channels, data }
}

/**
 * Computes a raster value by value. Values are clamped to 0..255 and rounded.
 *
 * @example
 * pixels(3, 1, 1, (x) => [-5, 300, 1.6][x]).data // => Uint8Array.of(0, 255, 2)
 */
export const pixels = (
  width: number,
  height: number,
  channels: Channels,
  value: (x: number, y: number, channel: number) => number,
): Raster => {
  const data = new Uint8ClampedArray(width * height * channels)
  let i = 0
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) for (let c = 0; c < channels; c++) data[i++] = value(x, y, c)
  return raster(width, height, channels, new Uint8Array(data.buffer))
}
