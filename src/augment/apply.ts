import type { Raster } from '../image/raster.ts'
import { assertNever } from '../prelude/assertNever.ts'
import type { Draw } from './draw.ts'
import { applyWarp } from './primitive/applyWarp.ts'
import { applyBlur } from './primitive/blur.ts'
import { applyColor } from './primitive/color.ts'
import { applyErase } from './primitive/erase.ts'
import { applyAutoContrast, applyContrast, applyEqualize } from './primitive/histogram.ts'
import { applyHsv } from './primitive/hsv.ts'
import { applyKernel } from './primitive/kernel.ts'
import { applyLookup } from './primitive/lookup.ts'
import type { Primitive } from './primitive/primitive.ts'

/** Primitives that read only the pixel they write, and so may work in place. */
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

/** @param owned whether the source is our own copy, which may be written to */
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
 * The picture that a draw makes of a picture. The source is never written to; a draw that changes nothing gives the source itself.
 *
 * Laws: pure; `apply(identity)` is the identity; `apply(concat(a, b)) = apply(b) . apply(a)`.
 */
export const apply =
  ({ primitives }: Draw) =>
  (source: Raster): Raster => {
    let current = source
    for (const primitive of primitives) current = applyPrimitive(primitive, current, current !== source)
    return current
  }
