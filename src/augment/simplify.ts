import { assertNever } from '../prelude/assertNever.ts'
import type { Draw } from './draw.ts'
import { fuseColors } from './primitive/color.ts'
import { isSameCurve } from './primitive/curve.ts'
import type { Level } from './primitive/hsv.ts'
import type { Primitive } from './primitive/primitive.ts'
import { fuseWarps } from './primitive/warp/fuseWarps.ts'
import { latticeOf } from './primitive/warp/lattice.ts'
import type { Warp } from './primitive/warp/warp.ts'

/** One primitive that replaces two in a row; undefined if there is none. */
const fuse = (first: Primitive, second: Primitive): Primitive | undefined => {
  if (first.kind === 'warp' && second.kind === 'warp') return fuseWarps(first, second)
  if (first.kind === 'lookup' && second.kind === 'lookup') {
    return { kind: 'lookup', curves: [...first.curves, ...second.curves] }
  }
  if (first.kind === 'color' && second.kind === 'color') return fuseColors(first, second)
  if (
    first.kind === 'erase' &&
    second.kind === 'erase' &&
    first.fill === second.fill &&
    typeof first.fill === 'number'
  ) {
    return { ...first, rectangles: [...first.rectangles, ...second.rectangles] }
  }
  return undefined
}

const changesNothingAsWarp = ({ size, links }: Warp): boolean => {
  const [link, ...others] = links
  if (link === undefined || others.length > 0) return links.length === 0
  const lattice = latticeOf(link.matrix)
  return (
    lattice !== undefined &&
    !lattice.swap &&
    lattice.signX === 1 &&
    lattice.signY === 1 &&
    lattice.startX === 0 &&
    lattice.startY === 0 &&
    size.width === link.from.width &&
    size.height === link.from.height
  )
}

const isSame = (values: readonly number[], same: (index: number) => number): boolean =>
  values.every((value, i) => Math.abs(value - same(i)) < 1e-12)

const isSameLevel = ({ power, gain, offset }: Level): boolean => power === 1 && gain === 1 && offset === 0

const changesNothing = (primitive: Primitive): boolean => {
  switch (primitive.kind) {
    case 'warp':
      return changesNothingAsWarp(primitive)
    case 'lookup':
      return primitive.curves.every(isSameCurve)
    case 'color':
      return isSame(primitive.matrix, (i) => (i % 5 === 0 ? 1 : 0))
    case 'kernel':
      return isSame(primitive.weights, (i) => (i === (primitive.weights.length - 1) / 2 ? 1 : 0))
    case 'contrast':
      return primitive.factor === 1
    case 'hsv':
      return primitive.hue === 0 && isSameLevel(primitive.saturation) && isSameLevel(primitive.value)
    case 'blur':
      return primitive.sigma === 0 || primitive.radius === 0
    case 'erase':
      return primitive.rectangles.every(({ width, height }) => width <= 0 || height <= 0)
    case 'equalize':
    case 'autoContrast':
      return false
    default:
      return assertNever(primitive)
  }
}

/**
 * The same draw with fewer passes over the picture.
 *
 * - Neighboring warps become one resampling.
 * - Neighboring curves become one table.
 * - Neighboring color matrices become one matrix.
 * - Neighboring lists of rectangles become one list if both fill with the same gray value.
 * - Primitives that change nothing are dropped.
 *
 * Laws: idempotent; keeps the targets; keeps the picture, up to the rounding and smoothing that it saves.
 *
 * @example
 * import { drawOf } from './draw.ts'
 * import { lookup } from './primitive/lookup.ts'
 * const invert = lookup({ kind: 'invert' })
 * const twice = simplify(drawOf(invert, invert)).primitives
 * twice // => [{ kind: 'lookup', curves: [{ kind: 'invert' }, { kind: 'invert' }] }]
 */
export const simplify = ({ primitives, targets }: Draw): Draw => {
  const out: Primitive[] = []
  for (const primitive of primitives) {
    if (changesNothing(primitive)) continue
    const before = out.at(-1)
    const fused = before === undefined ? undefined : fuse(before, primitive)
    if (fused === undefined) out.push(primitive)
    else {
      out.pop()
      if (!changesNothing(fused)) out.push(fused)
    }
  }
  return { primitives: out, targets }
}
