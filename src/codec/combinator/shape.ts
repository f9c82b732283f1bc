import type { AnyCodec } from '../codec.ts'
import type { FieldKind } from '../fieldKind.ts'

/** One parameter of a record: its codec, its meaning, and its default. */
export interface Field<C extends AnyCodec = AnyCodec> {
  readonly codec: C
  readonly doc: string
  /** The default, as a file would write it. A parameter without one is required. */
  readonly fallback?: unknown
}

/** What a name in a pipeline file refers to. A view is a field of images that goes through a model. */
export type Role =
  | { readonly of: 'read'; readonly kinds: readonly FieldKind[]; readonly view: boolean }
  | { readonly of: 'write'; readonly kind: FieldKind }
  | { readonly of: 'ledger'; readonly access: 'read' | 'write' }
  | { readonly of: 'model' | 'flow' | 'head' | 'state' | 'weights' }

/** What a codec accepts, as data. Everything but decoding walks it: schemas, documents, mentions. */
export type Shape =
  | {
      readonly kind: 'number'
      readonly min: number
      readonly max: number
      readonly open: boolean
      readonly whole: boolean
    }
  | { readonly kind: 'text'; readonly pattern?: RegExp; readonly role?: Role }
  | { readonly kind: 'flag' }
  | { readonly kind: 'choice'; readonly values: readonly string[] }
  | { readonly kind: 'list'; readonly item: AnyCodec; readonly atLeast: number }
  | {
      readonly kind: 'map'
      readonly value: AnyCodec
      readonly keyRole?: Role
      readonly siblings: Readonly<Record<string, Field>>
    }
  | { readonly kind: 'record'; readonly fields: Readonly<Record<string, Field>> }
  | {
      readonly kind: 'tagged'
      readonly cases: () => Readonly<Record<string, Case>>
      readonly siblings: Readonly<Record<string, Field>>
    }
  | { readonly kind: 'optional'; readonly codec: AnyCodec }
  | { readonly kind: 'either'; readonly members: readonly AnyCodec[] }

/** One alternative of a tagged choice: `{ sgd: { rate: 0.1 } }`, or `sgd` if all parameters have defaults. */
export interface Case {
  readonly summary: string
  readonly params: AnyCodec
}
