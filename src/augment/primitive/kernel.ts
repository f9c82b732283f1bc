import type { Raster } from '../../image/raster.ts'
import { borderIndex } from './warp/border.ts'

/**
 * A small convolution: each value becomes the weighted sum of its neighborhood, clamped and rounded.
 *
 * - The weights are not flipped, as usual in image processing.
 * - The border `keep` leaves pixels with an incomplete neighborhood as they are.
 * - The border `reflect` mirrors the picture about its outermost pixels.
 */
export interface Kernel {
  readonly kind: 'kernel'
  /** Odd. */
  readonly width: number
  /** Row by row. Their number divided by the width gives the number of rows, which is odd too. */
  readonly weights: readonly number[]
  readonly border: 'keep' | 'reflect'
}

/**
 * Blends a picture with a smoothed copy, like Pillow's `ImageEnhance.Sharpness`.
 *
 * @example
 * sharpness(1).weights // => [0, 0, 0, 0, 1, 0, 0, 0, 0]
 *
 * @param factor 0 gives the smoothed copy, 1 the picture itself, more than 1 a sharper picture
 */
export const sharpness = (factor: number): Kernel => {
  const smooth = (1 - factor) / 13
  const center = 5 * smooth + factor
  return {
    kind: 'kernel',
    width: 3,
    weights: [smooth, smooth, smooth, smooth, center, smooth, smooth, smooth, smooth],
    border: 'keep',
  }
}

const clamp = (value: number): number => (value <= 0 ? 0 : value >= 255 ? 255 : Math.floor(value + 0.5))

/** The 3 x 3 case of `interior`, unrolled because that is three times as fast. */
const interior3x3 = ({ weights }: Kernel, { width, height, channels, data }: Raster, target: Uint8Array): void => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = weights
  const stride = width * channels
  for (let y = 1; y < height - 1; y++) {
    const end = (y + 1) * stride - channels
    for (let to = y * stride + channels; to < end; to++) {
      const up = to - stride
      const down = to + stride
      target[to] = clamp(
        a * data[up - channels]! +
          b * data[up]! +
          c * data[up + channels]! +
          d * data[to - channels]! +
          e * data[to]! +
          f * data[to + channels]! +
          g * data[down - channels]! +
          h * data[down]! +
          i * data[down + channels]!,
      )
    }
  }
}

/**
 * The pixels whose whole neighborhood lies inside. Their taps lie at fixed distances in the row-by-row data.
 */
const interior = (
  { weights, width: columns }: Kernel,
  { reachX, reachY }: Reach,
  { width, height, channels, data }: Raster,
  target: Uint8Array,
): void => {
  const stride = width * channels
  const taps = Int32Array.from(
    weights,
    (_, n) => (Math.floor(n / columns) - reachY) * stride + ((n % columns) - reachX) * channels,
  )
  const scales = Float64Array.from(weights)
  for (let y = reachY; y < height - reachY; y++) {
    const end = y * stride + (width - reachX) * channels
    for (let to = y * stride + reachX * channels; to < end; to++) {
      let sum = 0
      for (let n = 0; n < taps.length; n++) sum += scales[n]! * data[to + taps[n]!]!
      target[to] = clamp(sum)
    }
  }
}

/** One value near the edge, with its missing neighbors reflected. */
const reflected = (
  { weights, width: columns }: Kernel,
  { reachX, reachY }: Reach,
  { width, height, channels, data }: Raster,
  x: number,
  y: number,
  channel: number,
): number => {
  let sum = 0
  weights.forEach((weight, n) => {
    const row = borderIndex(y + Math.floor(n / columns) - reachY, height, 'reflect')
    const column = borderIndex(x + (n % columns) - reachX, width, 'reflect')
    sum += weight * data[(row * width + column) * channels + channel]!
  })
  return clamp(sum)
}

interface Reach {
  readonly reachX: number
  readonly reachY: number
}

export const applyKernel = (kernel: Kernel, source: Raster, target: Uint8Array): void => {
  const { width, height, channels, data } = source
  const reachX = (kernel.width - 1) / 2
  const reachY = (kernel.weights.length / kernel.width - 1) / 2
  const reach = { reachX, reachY }
  if (reachX === 1 && reachY === 1) interior3x3(kernel, source, target)
  else interior(kernel, reach, source, target)
  for (let y = 0; y < height; y++) {
    const edgeRow = y < reachY || y >= height - reachY
    for (let x = 0; x < width; x++) {
      if (!edgeRow && x === reachX && reachX < width - reachX) x = width - reachX
      if (x >= width) break
      for (let c = 0; c < channels; c++) {
        const to = (y * width + x) * channels + c
        target[to] = kernel.border === 'keep' ? data[to]! : reflected(kernel, reach, source, x, y, c)
      }
    }
  }
}
