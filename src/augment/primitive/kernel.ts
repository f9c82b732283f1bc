import type { Raster } from '../../image/index.ts'
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

export const applyKernel = (kernel: Kernel, { width, height, channels, data }: Raster, target: Uint8Array): void => {
  const { weights, border } = kernel
  const reachX = (kernel.width - 1) / 2
  const reachY = (weights.length / kernel.width - 1) / 2
  const columns = Int32Array.from(
    { length: width + 2 * reachX },
    (_, i) => borderIndex(i - reachX, width, 'reflect') * channels,
  )
  const rows = Int32Array.from(
    { length: height + 2 * reachY },
    (_, i) => borderIndex(i - reachY, height, 'reflect') * width * channels,
  )
  for (let y = 0; y < height; y++) {
    const rowKept = border === 'keep' && (y < reachY || y >= height - reachY)
    for (let x = 0; x < width; x++) {
      const kept = rowKept || (border === 'keep' && (x < reachX || x >= width - reachX))
      for (let c = 0; c < channels; c++) {
        const to = (y * width + x) * channels + c
        if (kept) {
          target[to] = data[to]!
          continue
        }
        let sum = 0
        let n = 0
        for (let v = 0; v <= 2 * reachY; v++)
          for (let u = 0; u <= 2 * reachX; u++) sum += weights[n++]! * data[rows[y + v]! + columns[x + u]! + c]!
        target[to] = clamp(sum)
      }
    }
  }
}
