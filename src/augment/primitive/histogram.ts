import { luma, type Raster } from '../../image/index.ts'
import { blend } from './curve.ts'
import { throughTable } from './lookup.ts'

/** Spreads the values of each channel so that all are about equally frequent (Pillow's `ImageOps.equalize`). */
export interface Equalize {
  readonly kind: 'equalize'
}

/** Stretches each channel so that its darkest value is 0 and its brightest 255 (Pillow's `ImageOps.autocontrast`, no cutoff). */
export interface AutoContrast {
  readonly kind: 'autoContrast'
}

/** Moves every value away from (factor above 1) or toward (below 1) the mean luma of the picture (Pillow's `ImageEnhance.Contrast`). */
export interface Contrast {
  readonly kind: 'contrast'
  readonly factor: number
}

const histogramOf = ({ data, channels }: Raster, channel: number): Int32Array => {
  const histogram = new Int32Array(256)
  for (let i = channel; i < data.length; i += channels) histogram[data[i]!]!++
  return histogram
}

const throughTables = (source: Raster, target: Uint8Array, tableOf: (histogram: Int32Array) => Uint8Array): void => {
  const { data, channels } = source
  for (let channel = 0; channel < channels; channel++) {
    const table = tableOf(histogramOf(source, channel))
    for (let i = channel; i < data.length; i += channels) target[i] = table[data[i]!]!
  }
}

const untouched = (): Uint8Array => Uint8Array.from({ length: 256 }, (_, value) => value)

const equalizing = (histogram: Int32Array): Uint8Array => {
  const last = histogram.findLast((n) => n > 0) ?? 0
  const total = histogram.reduce((sum, n) => sum + n, 0)
  const step = Math.floor((total - last) / 255)
  if (step === 0) return untouched()
  let n = Math.floor(step / 2)
  return Uint8Array.from(histogram, (count) => {
    const value = Math.min(255, Math.floor(n / step))
    n += count
    return value
  })
}

const stretching = (histogram: Int32Array): Uint8Array => {
  const low = histogram.findIndex((n) => n > 0)
  const high = histogram.findLastIndex((n) => n > 0)
  if (high <= low) return untouched()
  const scale = 255 / (high - low)
  const offset = -low * scale
  return Uint8Array.from({ length: 256 }, (_, value) => Math.min(255, Math.max(0, Math.trunc(value * scale + offset))))
}

/** The mean luma of a picture, rounded to a whole number. */
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
  const table = new Uint8Array(256)
  for (let value = 0; value < 256; value++) table[value] = blend(mean, value, factor)
  throughTable(table, source, target)
}
