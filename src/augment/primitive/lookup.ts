import type { Raster } from '../../image/raster.ts'
import { type Curve, curveValue } from './curve.ts'

/**
 * Curves that are applied to every value, one after the other.
 *
 * They become one table of 256 entries, so any number of curves costs one pass.
 */
export interface Lookup {
  readonly kind: 'lookup'
  readonly curves: readonly Curve[]
}

export const lookup = (...curves: readonly Curve[]): Lookup => ({ kind: 'lookup', curves })

/**
 * The values of the curves, one after the other, for each of 0..255.
 *
 * @example
 * tableOf([{ kind: 'invert' }])[3] // => 252
 */
export const tableOf = (curves: readonly Curve[]): Uint8Array => {
  const table = new Uint8Array(256)
  for (let value = 0; value < 256; value++) {
    let out = value
    for (const curve of curves) out = curveValue(curve, out)
    table[value] = out
  }
  return table
}

/** Replaces every value with its entry in a table. */
export const throughTable = (table: Uint8Array, { data }: Raster, target: Uint8Array): void => {
  for (let i = 0; i < data.length; i++) target[i] = table[data[i]!]!
}

export const applyLookup = ({ curves }: Lookup, source: Raster, target: Uint8Array): void =>
  throughTable(tableOf(curves), source, target)
