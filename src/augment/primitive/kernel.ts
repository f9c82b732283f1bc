import type { Raster } from '../../image/raster.ts'
import { borderIndex } from './border.ts'

/**
 * A small convolution (unflipped, as in image processing): each value becomes the weighted sum of its neighborhood, clamped and rounded.
 *
 * `keep` leaves the outermost pixels, whose neighborhood is incomplete, as they are.
 */
export interface Kernel {
  readonly kind: 'kernel'
  /** Odd. */
  readonly width: number
  /** Row by row; as many rows as the weights fill. */
  readonly weights: readonly number[]
  readonly border: 'keep' | 'reflect'
}

/** Blends a picture with a smoothed copy: 0 is smooth, 1 the picture itself, more is sharper (Pillow's `ImageEnhance.Sharpness`). */
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

/** The 3 x 3 case of `interior`, written out: three times as fast. */
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

/** Pixels whose whole neighborhood is inside: taps at fixed distances, one row of interleaved values at a time. */
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

/** One pixel near the edge, its missing neighbors reflected. */
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
