import type { Primitives } from '../primitive/bindPrimitives.ts'
import type { Cached } from './operationCache.ts'

/** What it takes to build an operation on first use: the functions of the library and the cache. */
export interface OperationSource {
  readonly primitives: Primitives
  /** The cached value of a key; `build` runs only for a key that is not in the cache. */
  readonly operation: <A extends Cached>(key: string, build: () => A) => A
}
