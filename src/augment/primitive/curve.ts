import { assertNever } from '../../prelude/assertNever.ts'

/**
 * A function of one value 0..255, the same for every channel.
 *
 * - `blend` moves from the constant `toward` to the value. Factor 0 gives the constant, 1 the value, and more
 *   than 1 goes beyond the value. The result is truncated and clamped.
 * - `posterize` keeps the highest bits.
 * - `solarize` inverts values from the threshold up.
 * - `invert` gives 255 - value.
 * - `add` adds an amount to values below a limit and clamps.
 */
export type Curve =
  | { readonly kind: 'blend'; readonly toward: number; readonly factor: number }
  | { readonly kind: 'posterize'; readonly bits: number }
  | { readonly kind: 'solarize'; readonly threshold: number }
  | { readonly kind: 'invert' }
  | { readonly kind: 'add'; readonly amount: number; readonly below: number }

/**
 * Blends one value with a constant as Pillow does: in single precision, truncated toward zero, clamped.
 *
 * toward + factor (value - toward)
 *
 * @example
 * blend(100, 201, 1.5) // => 251
 * blend(100, 10, 1.5) // => 0
 */
export const blend = (toward: number, value: number, factor: number): number => {
  const mixed = Math.fround(toward + Math.fround(Math.fround(factor) * (value - toward)))
  return mixed <= 0 ? 0 : mixed >= 255 ? 255 : Math.trunc(mixed)
}

/**
 * Applies a curve to one value. Both values are 0..255.
 *
 * @example
 * curveValue({ kind: 'posterize', bits: 4 }, 31) // => 16
 * curveValue({ kind: 'solarize', threshold: 128 }, 200) // => 55
 * curveValue({ kind: 'add', amount: 110, below: 128 }, 100) // => 210
 */
export const curveValue = (curve: Curve, value: number): number => {
  switch (curve.kind) {
    case 'blend':
      return blend(curve.toward, value, curve.factor)
    case 'posterize':
      return value & (0xff00 >> curve.bits)
    case 'solarize':
      return value < curve.threshold ? value : 255 - value
    case 'invert':
      return 255 - value
    case 'add':
      return value < curve.below ? Math.min(255, Math.max(0, value + curve.amount)) : value
    default:
      return assertNever(curve)
  }
}

/**
 * Whether a curve returns every value unchanged.
 *
 * @example
 * isSameCurve({ kind: 'posterize', bits: 8 }) // => true
 * isSameCurve({ kind: 'invert' }) // => false
 */
export const isSameCurve = (curve: Curve): boolean => {
  switch (curve.kind) {
    case 'blend':
      return curve.factor === 1
    case 'posterize':
      return curve.bits >= 8
    case 'solarize':
      return curve.threshold > 255
    case 'add':
      return curve.amount === 0 || curve.below <= 0
    case 'invert':
      return false
    default:
      return assertNever(curve)
  }
}
