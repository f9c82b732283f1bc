import type { AnyCodec } from './codec.ts'
import type { FieldKind } from './fieldKind.ts'

/** One named field of a record: what it holds, what it means, and what it is when left out. */
export interface Field<C extends AnyCodec = AnyCodec> {
  readonly codec: C
  readonly doc: string
  /** The value that stands in for a missing key, as it would be written in a file; a field without one is required. */
  readonly fallback?: unknown
}

/** What a name in a pipeline file refers to. A view is a field of images that a model makes a pass over. */
export type Role =
  | { readonly of: 'read'; readonly kinds: readonly FieldKind[]; readonly view: boolean }
  | { readonly of: 'write'; readonly kind: FieldKind }
  | { readonly of: 'ledger'; readonly access: 'read' | 'write' }
  | { readonly of: 'model' | 'flow' | 'head' | 'state' | 'weights' }

/** The data that a codec accepts, as data: every reading of a declaration other than decoding walks this. */
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

/** One alternative of a tagged choice: `{ sgd: { rate: 0.1 } }`, or just `sgd` when every parameter has a default. */
export interface Case {
  readonly summary: string
  readonly params: AnyCodec
}
