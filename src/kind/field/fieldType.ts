import type { FieldKind } from '../../codec/index.ts'
import { fieldKinds } from './fieldKinds.ts'

/** A size along one dimension: a number, or a name until the data is known (`classes`). */
export type Dim = number | string

/** What a field holds and how large it is; what holds images ends in height, width, channels. */
export interface FieldType {
  readonly kind: FieldKind
  readonly shape: readonly Dim[]
  /** How many samples in a row share each value, where an operator makes several samples of one. */
  readonly run?: number
}

export type FieldTypes = Readonly<Record<string, FieldType>>

/** The types of fields that runs of samples share, after an operator that makes `times` samples of each: runs get longer. */
export const copied = (types: FieldTypes, times: number): FieldTypes =>
  Object.fromEntries(
    Object.entries(types).flatMap(([name, type]) =>
      type.run === undefined ? [] : [[name, { ...type, run: times * type.run }]],
    ),
  )

/** The type of a field in a batch of `size` samples; a kind that only batches hold stays as it is. */
export const batchedType = (type: FieldType, size: Dim): FieldType => {
  const { batched } = fieldKinds[type.kind]
  if (batched === null) return type
  return { ...type, kind: batched.kind, shape: [size, ...type.shape] }
}

/** `images [64, 32, 32, 3]`: how messages and graphs show a type. */
export const showType = ({ kind, shape }: FieldType): string =>
  shape.length === 0 ? kind : `${kind} [${shape.join(', ')}]`

/** Whether two sizes can be the same: a named one agrees with itself and with any number that may turn out to be it. */
export const agree = (a: Dim, b: Dim): boolean => a === b || typeof a === 'string' || typeof b === 'string'

export const agreeShapes = (a: readonly Dim[], b: readonly Dim[]): boolean =>
  a.length === b.length && a.every((dim, i) => agree(dim, b[i]!))

/** The type of a field of which only the kind is known: its sizes are names, which agree with any size. */
export const ofUnknownSize = (kind: FieldKind): FieldType => ({ kind, shape: fieldKinds[kind].dims })
