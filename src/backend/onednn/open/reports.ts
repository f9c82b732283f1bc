import { type Either, left, right } from 'fp-ts/lib/Either.js'
import koffi from 'koffi'
import type { Loaded } from '../capi/library.ts'
import type { OneDnnProblem } from './problem.ts'

/** The version that a library reports; fails if it is not oneDNN. */
export const versionOf = (
  library: string,
  loaded: Loaded,
): Either<OneDnnProblem, readonly [number, number, number]> => {
  try {
    const address = loaded.func('dnnl_version', 'uintptr_t', [])() as number // koffi types its functions as any
    // the struct starts with three ints
    const [major = 0, minor = 0, patch = 0] = koffi.decode(BigInt(address), 'int', 3) as Int32Array
    return right([major, minor, patch])
  } catch {
    return left({ _tag: 'LibraryMissing', library, detail: 'a library without the function dnnl_version' })
  }
}

/**
 * The instruction sets that the library may use here, as bits; 0 for a library too old to have the function.
 */
export const instructionsOf = (loaded: Loaded): number => {
  try {
    return loaded.func('dnnl_get_effective_cpu_isa', 'int', [])() as number // koffi types its functions as any
  } catch {
    return 0
  }
}
