import type { Raster } from '../../image/raster.ts'
import { borderIndex } from './warp/border.ts'

/**
 * A Gaussian blur with 2 radius + 1 taps in each direction. The border is reflected.
 *
 * `sigma` is in pixels.
 */
export interface Blur {
  readonly kind: 'blur'
  readonly sigma: number
  readonly radius: number
}

/**
 * The taps exp(-n^2 / (2 sigma^2)) for n = -radius .. radius, scaled to add up to 1.
 *
 * @example
 * gaussian({ kind: 'blur', sigma: 2, radius: 0 }) // => Float64Array.of(1)
 * gaussian({ kind: 'blur', sigma: 1e9, radius: 1 }) // => Float64Array.of(1 / 3, 1 / 3, 1 / 3)
 */
export const gaussian = ({ sigma, radius }: Blur): Float64Array => {
  const taps = Float64Array.from({ length: 2 * radius + 1 }, (_, i) =>
    Math.exp(-((i - radius) ** 2) / (2 * sigma ** 2)),
  )
  const total = taps.reduce((sum, tap) => sum + tap, 0)
  return taps.map((tap) => tap / total)
}

const alongX = ({ width, height, channels, data }: Raster, taps: Float64Array, radius: number): Float32Array => {
  const out = new Float32Array(data.length)
  const columns = Int32Array.from(
    { length: width + 2 * radius },
    (_, i) => borderIndex(i - radius, width, 'reflect') * channels,
  )
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      for (let c = 0; c < channels; c++) {
        const row = y * width * channels + c
        let sum = 0
        for (let n = 0; n < taps.length; n++) sum += taps[n]! * data[row + columns[x + n]!]!
        out[row + x * channels] = sum
      }
  return out
}

export const applyBlur = (blur: Blur, source: Raster, target: Uint8Array): void => {
  const { width, height, channels } = source
  const { radius } = blur
  const taps = gaussian(blur)
  const stride = width * channels
  const blurred = alongX(source, taps, radius)
  const rows = Int32Array.from(
    { length: height + 2 * radius },
    (_, i) => borderIndex(i - radius, height, 'reflect') * stride,
  )
  for (let y = 0; y < height; y++)
    for (let i = 0; i < stride; i++) {
      let sum = 0
      for (let n = 0; n < taps.length; n++) sum += taps[n]! * blurred[rows[y + n]! + i]!
      target[y * stride + i] = Math.floor(sum + 0.5)
    }
}
