import { type Tensor, type Tensor4D, tensor2d, tensor4d, tensor5d } from '@tensorflow/tfjs-core'
import type { Raster } from '../../image/raster.ts'

/** Maps bytes 0..255 to floats -1..1. */
const scale = Float32Array.from({ length: 256 }, (_, byte) => byte / 127.5 - 1)

const floats = (rasters: readonly Raster[]): Float32Array => {
  const size = rasters[0]!.data.length
  const values = new Float32Array(rasters.length * size)
  rasters.forEach(({ data }, i) => {
    const offset = i * size
    for (let j = 0; j < size; j++) values[offset + j] = scale[data[j]!]!
  })
  return values
}

/** Joins rasters of one size into [batch, height, width, channels]. */
export const collateImages = (rasters: readonly Raster[]): Tensor4D => {
  const { height, width, channels } = rasters[0]!
  return tensor4d(floats(rasters), [rasters.length, height, width, channels])
}

/** Joins stacks of views of one size into [batch, views, height, width, channels]. */
export const collateStacks = (stacks: readonly (readonly Raster[])[]): Tensor => {
  const { height, width, channels } = stacks[0]![0]!
  return tensor5d(floats(stacks.flat()), [stacks.length, stacks[0]!.length, height, width, channels])
}

/**
 * Turns class indices into one-hot rows [batch, classes]: 1 for the class, 0 for the others.
 *
 * @example
 * collateCategories([2, 0], 3).arraySync() // => [[0, 0, 1], [1, 0, 0]]
 */
export const collateCategories = (categories: readonly number[], classes: number): Tensor => {
  const values = new Float32Array(categories.length * classes)
  categories.forEach((category, i) => {
    values[i * classes + category] = 1
  })
  return tensor2d(values, [categories.length, classes])
}

/** Joins lists of numbers of one length into [batch, size]. */
export const collateRows = (rows: readonly (readonly number[])[]): Tensor => tensor2d(rows.map((row) => [...row]))
