import { saturation } from '../../augment/primitive/color.ts'
import type { Curve } from '../../augment/primitive/curve.ts'
import { sharpness } from '../../augment/primitive/kernel.ts'
import { lookup } from '../../augment/primitive/lookup.ts'
import type { Primitive } from '../../augment/primitive/primitive.ts'
import { type Matrix, rotation, shear, shift } from '../../augment/primitive/warp/matrix.ts'
import { type Interpolation, warp } from '../../augment/primitive/warp/warp.ts'
import type { Size } from '../../image/size.ts'

/** The settings of RandAugment's operations besides their strength. */
export interface RandSetting {
  readonly size: Size
  readonly fill: number
  readonly interpolation: Interpolation
  /** Largest shift as a share of the size. */
  readonly translate: number
}

/** @param strength -1..1; 0 changes nothing; operations without a direction use the absolute value */
type Operation = (strength: number, setting: RandSetting) => readonly Primitive[]

const point = (curve: Curve): readonly Primitive[] => [lookup(curve)]

const geometric =
  (matrix: (strength: number, setting: RandSetting) => Matrix): Operation =>
  (strength, setting) => [
    warp(matrix(strength, setting), setting.size, { border: setting.fill, interpolation: setting.interpolation }),
  ]

/** The factor of a blend: 1 leaves the image unchanged; 0.1 and 1.9 are the ends of the range. */
const factor = (strength: number): number => 1 + 0.9 * strength

/**
 * The operations of RandAugment, with the semantics of Pillow.
 *
 * | operation | argument at strength s |
 * |---|---|
 * | autoContrast, equalize, invert, identity | none: they act in full |
 * | brightness, color, contrast, sharpness | blend factor 1 + 0.9 s |
 * | posterize | keeps 8 - round(4 abs(s)) bits |
 * | solarize | inverts values of at least 256 - round(256 abs(s)) |
 * | solarizeAdd | adds round(110 abs(s)) to values below 128 |
 * | rotate | 30 s degrees counter-clockwise about the center |
 * | shearX, shearY | 0.3 s about the top left corner |
 * | translateX, translateY | `translate` s of the size |
 */
export const randOperations = {
  autoContrast: () => [{ kind: 'autoContrast' }],
  brightness: (s) => point({ kind: 'blend', toward: 0, factor: factor(s) }),
  color: (s) => [saturation(factor(s))],
  contrast: (s) => [{ kind: 'contrast', factor: factor(s) }],
  equalize: () => [{ kind: 'equalize' }],
  identity: () => [],
  posterize: (s) => point({ kind: 'posterize', bits: 8 - Math.round(4 * Math.abs(s)) }),
  rotate: geometric((s, { size }) => rotation(30 * s, size)),
  sharpness: (s) => [sharpness(factor(s))],
  shearX: geometric((s) => shear(0.3 * s, 0)),
  shearY: geometric((s) => shear(0, 0.3 * s)),
  solarize: (s) => point({ kind: 'solarize', threshold: 256 - Math.round(256 * Math.abs(s)) }),
  translateX: geometric((s, { size, translate }) => shift(translate * s * size.width, 0)),
  translateY: geometric((s, { size, translate }) => shift(0, translate * s * size.height)),
  invert: () => point({ kind: 'invert' }),
  solarizeAdd: (s) => point({ kind: 'add', amount: Math.round(110 * Math.abs(s)), below: 128 }),
} as const satisfies Readonly<Record<string, Operation>>

export type RandOperation = keyof typeof randOperations

/** The 14 operations of the papers, in the alphabetical order of their names there. */
export const standardOperations = [
  'autoContrast',
  'brightness',
  'color',
  'contrast',
  'equalize',
  'identity',
  'posterize',
  'rotate',
  'sharpness',
  'shearX',
  'shearY',
  'solarize',
  'translateX',
  'translateY',
] as const satisfies readonly RandOperation[]
