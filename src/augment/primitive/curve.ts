import { assertNever } from '../../prelude/assertNever.ts'

/**
 * A function of one value 0..255, the same for every channel.
 *
 * - `blend`: from a constant (`toward`) by a factor: 0 is the constant, 1 the value itself, more goes beyond it; truncated and clamped
 * - `posterize`: keeps the highest bits; `solarize`: inverts from the threshold on; `invert`: 255 - value
 * - `add`: adds an amount to values below a limit, clamped
 */
export type Curve =
  | { readonly kind: 'blend'; readonly toward: number; readonly factor: number }
  | { readonly kind: 'posterize'; readonly bits: number }
  | { readonly kind: 'solarize'; readonly threshold: number }
  | { readonly kind: 'invert' }
  | { readonly kind: 'add'; readonly amount: number; readonly below: number }

/** Pillow's blend of one value with a constant: single precision, truncated toward zero, clamped. */
export const blend = (toward: number, value: number, factor: number): number => {
  const mixed = Math.fround(toward + Math.fround(Math.fround(factor) * (value - toward)))
  return mixed <= 0 ? 0 : mixed >= 255 ? 255 : Math.trunc(mixed)
}

/** The value that a curve gives for a value, both 0..255. */
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

/** Whether a curve gives every value back. */
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
