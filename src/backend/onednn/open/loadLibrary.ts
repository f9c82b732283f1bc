import { type Either, left, right } from 'fp-ts/lib/Either.js'
import koffi from 'koffi'
import type { Loaded } from '../capi/library.ts'
import type { OneDnnProblem } from './problem.ts'

/**
 * Keeps a library in the process for good. Otherwise koffi unloads it at exit, while threads of the OpenMP
 * runtime still run its code, and the process crashes.
 */
const pin = (name: string): void => {
  const resolveNow = 0x2
  const neverUnload = 0x1000
  koffi.load(null).func('dlopen', 'void *', ['str', 'int'])(name, resolveNow | neverUnload)
}

/** Loads the first of these libraries that loads, and keeps it. Fails with the reasons of all. */
export const loadLibrary = (names: readonly string[]): Either<OneDnnProblem, readonly [string, Loaded]> => {
  const details: string[] = []
  for (const name of names) {
    try {
      const loaded = koffi.load(name)
      pin(name)
      return right([name, loaded])
    } catch (error) {
      details.push(error instanceof Error ? error.message : String(error))
    }
  }
  return left({ _tag: 'LibraryMissing', library: names.join(' or '), detail: details.join('; ') })
}
