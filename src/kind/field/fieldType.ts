import type { FieldKind } from '../../codec/index.ts'
import { fieldKinds } from './fieldKinds.ts'

/** A size along one dimension: a number, or a name (`classes`) until the data is known. */
export type Dim = number | string

/** What a field holds and how large it is. The shape of images ends in height, width, channels. */
export interface FieldType {
  readonly kind: FieldKind
  readonly shape: readonly Dim[]
  /** How many consecutive samples share each value, if an operator turns one sample into several. */
  readonly run?: number
}

export type FieldTypes = Readonly<Record<string, FieldType>>

/**
 * The types of shared fields after an operator makes `times` samples of each: their runs get longer.
 *
 * @example
 * const source = { kind: 'vector', shape: [4], run: 2 }
 * const types = copied({ image: { kind: 'image', shape: [8, 8, 3] }, source }, 4)
 * types // => { source: { kind: 'vector', shape: [4], run: 8 } }
 */
export const copied = (types: FieldTypes, times: number): FieldTypes =>
  Object.fromEntries(
    Object.entries(types).flatMap(([name, type]) =>
      type.run === undefined ? [] : [[name, { ...type, run: times * type.run }]],
    ),
  )

/**
 * The type of a field in a batch of `size` samples. A kind that only batches hold stays as it is.
 *
 * @example
 * batchedType({ kind: 'image', shape: [8, 8, 3] }, 64) // => { kind: 'images', shape: [64, 8, 8, 3] }
 */
export const batchedType = (type: FieldType, size: Dim): FieldType => {
  const { batched } = fieldKinds[type.kind]
  if (batched === null) return type
  return { ...type, kind: batched.kind, shape: [size, ...type.shape] }
}

/**
 * A type as messages and graphs show it: `images [64, 32, 32, 3]`.
 *
 * @example
 * showType({ kind: 'images', shape: [64, 32, 32, 3] }) // => 'images [64, 32, 32, 3]'
 */
export const showType = ({ kind, shape }: FieldType): string =>
  shape.length === 0 ? kind : `${kind} [${shape.join(', ')}]`

/**
 * Whether two sizes can be equal. A named size agrees with every size, since its number is not known yet.
 *
 * @example
 * agree(10, 'classes') // => true
 * agree(10, 9) // => false
 */
export const agree = (a: Dim, b: Dim): boolean => a === b || typeof a === 'string' || typeof b === 'string'

export const agreeShapes = (a: readonly Dim[], b: readonly Dim[]): boolean =>
  a.length === b.length && a.every((dim, i) => agree(dim, b[i]!))

/** The type of a field of a known kind and unknown size. Its sizes are names, which agree with any size. */
export const ofUnknownSize = (kind: FieldKind): FieldType => ({ kind, shape: fieldKinds[kind].dims })
