import type { Raster } from '../image/raster.ts'
import { assertNever } from '../prelude/assertNever.ts'
import type { Draw } from './draw.ts'
import { applyBlur } from './primitive/blur.ts'
import { applyColor } from './primitive/color.ts'
import { applyErase } from './primitive/erase.ts'
import { applyAutoContrast, applyContrast, applyEqualize } from './primitive/histogram.ts'
import { applyHsv } from './primitive/hsv.ts'
import { applyKernel } from './primitive/kernel.ts'
import { applyLookup } from './primitive/lookup.ts'
import type { Primitive } from './primitive/primitive.ts'
import { applyWarp } from './primitive/warp/applyWarp.ts'

/** Primitives that read only the pixel they write, so they can work in place. */
type Pointwise = Exclude<Primitive, { readonly kind: 'warp' | 'kernel' | 'blur' }>

const applyPointwise = (primitive: Pointwise, source: Raster, target: Uint8Array): void => {
  if (primitive.kind === 'lookup') applyLookup(primitive, source, target)
  else if (primitive.kind === 'color') applyColor(primitive, source, target)
  else if (primitive.kind === 'hsv') applyHsv(primitive, source, target)
  else if (primitive.kind === 'equalize') applyEqualize(source, target)
  else if (primitive.kind === 'autoContrast') applyAutoContrast(source, target)
  else if (primitive.kind === 'contrast') applyContrast(primitive, source, target)
  else if (primitive.kind === 'erase') applyErase(primitive, source, target)
  else assertNever(primitive)
}

/** @param owned whether the source is a copy of our own, which we may overwrite */
const applyPrimitive = (primitive: Primitive, source: Raster, owned: boolean): Raster => {
  if (primitive.kind === 'warp') return applyWarp(primitive, source)
  const inPlace = owned && primitive.kind !== 'kernel' && primitive.kind !== 'blur'
  const data = inPlace ? source.data : new Uint8Array(source.data.length)
  if (primitive.kind === 'kernel') applyKernel(primitive, source, data)
  else if (primitive.kind === 'blur') applyBlur(primitive, source, data)
  else applyPointwise(primitive, source, data)
  return inPlace ? source : { ...source, data }
}

/**
 * Applies a draw to a picture.
 *
 * - Never writes to the source.
 * - Returns the source itself if the draw has no primitives.
 *
 * Laws: pure; `apply(identity)` is the identity; `apply(concat(a, b)) = apply(b) . apply(a)`.
 *
 * @example
 * import { raster } from '../image/raster.ts'
 * import { drawOf } from './draw.ts'
 * import { lookup } from './primitive/lookup.ts'
 * const inverted = apply(drawOf(lookup({ kind: 'invert' })))(raster(2, 1, 1, Uint8Array.of(0, 200)))
 * inverted.data // => Uint8Array.of(255, 55)
 */
export const apply =
  ({ primitives }: Draw) =>
  (source: Raster): Raster => {
    let current = source
    for (const primitive of primitives) current = applyPrimitive(primitive, current, current !== source)
    return current
  }
