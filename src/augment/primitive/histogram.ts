import { luma } from '../../image/luma.ts'
import type { Raster } from '../../image/raster.ts'
import { blend } from './curve.ts'
import { throughTable } from './lookup.ts'

/**
 * Spreads the values of each channel until all are about equally frequent, like Pillow's `ImageOps.equalize`.
 */
export interface Equalize {
  readonly kind: 'equalize'
}

/**
 * Stretches each channel until its darkest value is 0 and its brightest is 255, like Pillow's
 * `ImageOps.autocontrast` without a cutoff.
 */
export interface AutoContrast {
  readonly kind: 'autoContrast'
}

/**
 * Scales the distance of every value from the mean luma of the picture, like Pillow's
 * `ImageEnhance.Contrast`.
 *
 * A factor above 1 moves values away from the mean, a factor below 1 toward it.
 */
export interface Contrast {
  readonly kind: 'contrast'
  readonly factor: number
}

const histogramOf = ({ data, channels }: Raster, channel: number): Int32Array => {
  const histogram = new Int32Array(256)
  for (let i = channel; i < data.length; i += channels) histogram[data[i]!]!++
  return histogram
}

const throughTables = (
  source: Raster,
  target: Uint8Array,
  tableOf: (histogram: Int32Array) => Uint8Array | undefined,
): void => {
  const { data, channels } = source
  for (let channel = 0; channel < channels; channel++) {
    const table = tableOf(histogramOf(source, channel))
    if (table !== undefined) for (let i = channel; i < data.length; i += channels) target[i] = table[data[i]!]!
    else if (target !== data) for (let i = channel; i < data.length; i += channels) target[i] = data[i]!
  }
}

/** Tabulates a function of 0..255. Its values are clamped to 0..255 and truncated. */
const tabulate = (value: (v: number) => number): Uint8Array => {
  const table = new Uint8Array(256)
  for (let v = 0; v < 256; v++) table[v] = Math.min(255, Math.max(0, value(v)))
  return table
}

const lowest = (histogram: Int32Array): number => {
  let v = 0
  while (v < 256 && histogram[v] === 0) v++
  return v
}

const highest = (histogram: Int32Array): number => {
  let v = 255
  while (v >= 0 && histogram[v] === 0) v--
  return v
}

const equalizing = (histogram: Int32Array): Uint8Array | undefined => {
  let total = 0
  for (let v = 0; v < 256; v++) total += histogram[v]!
  const step = Math.floor((total - histogram[highest(histogram)]!) / 255)
  if (step === 0) return undefined
  let n = Math.floor(step / 2)
  return tabulate((v) => {
    const value = n / step
    n += histogram[v]!
    return value
  })
}

const stretching = (histogram: Int32Array): Uint8Array | undefined => {
  const low = lowest(histogram)
  const high = highest(histogram)
  if (high <= low) return undefined
  const scale = 255 / (high - low)
  const offset = -low * scale
  return tabulate((v) => v * scale + offset)
}

/**
 * The mean luma of a picture, rounded to a whole number.
 *
 * @example
 * import { raster } from '../../image/raster.ts'
 * meanLuma(raster(2, 1, 1, Uint8Array.of(10, 21))) // => 16
 */
export const meanLuma = ({ data, channels }: Raster): number => {
  let sum = 0
  if (channels === 1) for (let i = 0; i < data.length; i++) sum += data[i]!
  else for (let i = 0; i < data.length; i += 3) sum += luma(data[i]!, data[i + 1]!, data[i + 2]!)
  return Math.floor(sum / (data.length / channels) + 0.5)
}

export const applyEqualize = (source: Raster, target: Uint8Array): void => throughTables(source, target, equalizing)

export const applyAutoContrast = (source: Raster, target: Uint8Array): void => throughTables(source, target, stretching)

export const applyContrast = ({ factor }: Contrast, source: Raster, target: Uint8Array): void => {
  const mean = meanLuma(source)
  throughTable(
    tabulate((v) => blend(mean, v, factor)),
    source,
    target,
  )
}
