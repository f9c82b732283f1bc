import type { FieldKind } from '../../codec/index.ts'

/** A size along one dimension: a number, or a name until the data is known (`classes`). */
export type Dim = number | string

/** What a field holds and how large it is; what holds images ends in height, width, channels. */
export interface FieldType {
  readonly kind: FieldKind
  readonly shape: readonly Dim[]
  /** How many samples in a row share each value, where an operator saw to it. */
  readonly run?: number
}

export type FieldTypes = Readonly<Record<string, FieldType>>

/** The fields that are shared by samples in a row, after an operator that makes so many samples of each: longer runs. */
export const copied = (types: FieldTypes, times: number): FieldTypes =>
  Object.fromEntries(
    Object.entries(types).flatMap(([name, type]) =>
      type.run === undefined ? [] : [[name, { ...type, run: times * type.run }]],
    ),
  )

/** `images [64, 32, 32, 3]`: the way types are shown everywhere. */
export const showType = ({ kind, shape }: FieldType): string =>
  shape.length === 0 ? kind : `${kind} [${shape.join(', ')}]`

/** Whether two sizes can be the same: a named one agrees with itself and with any number that may turn out to be it. */
export const agree = (a: Dim, b: Dim): boolean => a === b || typeof a === 'string' || typeof b === 'string'

export const agreeShapes = (a: readonly Dim[], b: readonly Dim[]): boolean =>
  a.length === b.length && a.every((dim, i) => agree(dim, b[i]!))

/** The type of a field of which only the kind is known: every size has a name, which agrees with whatever it meets. */
export const ofUnknownSize = (kind: FieldKind): FieldType => {
  switch (kind) {
    case 'file':
    case 'share':
    case 'scalar':
      return { kind, shape: [] }
    case 'image':
      return { kind, shape: ['height', 'width', 'channels'] }
    case 'stack':
      return { kind, shape: ['views', 'height', 'width', 'channels'] }
    case 'category':
    case 'probabilities':
      return { kind, shape: ['classes'] }
    case 'vector':
      return { kind, shape: ['size'] }
    case 'files':
    case 'mask':
      return { kind, shape: ['batch'] }
    case 'images':
      return { kind, shape: ['batch', 'height', 'width', 'channels'] }
    case 'stacks':
      return { kind, shape: ['batch', 'views', 'height', 'width', 'channels'] }
    case 'distribution':
      return { kind, shape: ['batch', 'classes'] }
    case 'embedding':
      return { kind, shape: ['batch', 'size'] }
  }
}
