import type { Raster } from '../../image/raster.ts'
import { type Curve, curveValue } from './curve.ts'

/** Curves applied to every value one after the other; they make one table of 256 entries, so any number of them costs one pass. */
export interface Lookup {
  readonly kind: 'lookup'
  readonly curves: readonly Curve[]
}

export const lookup = (...curves: readonly Curve[]): Lookup => ({ kind: 'lookup', curves })

/** The 256 values that the curves give for 0..255. */
export const tableOf = (curves: readonly Curve[]): Uint8Array => {
  const table = new Uint8Array(256)
  for (let value = 0; value < 256; value++) {
    let out = value
    for (const curve of curves) out = curveValue(curve, out)
    table[value] = out
  }
  return table
}

/** Replaces every value by its entry in a table. */
export const throughTable = (table: Uint8Array, { data }: Raster, target: Uint8Array): void => {
  for (let i = 0; i < data.length; i++) target[i] = table[data[i]!]!
}

export const applyLookup = ({ curves }: Lookup, source: Raster, target: Uint8Array): void =>
  throughTable(tableOf(curves), source, target)
