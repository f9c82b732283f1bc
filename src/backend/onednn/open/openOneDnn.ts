import { availableParallelism } from 'node:os'
import { isMainThread } from 'node:worker_threads'
import { type Either, left, right } from 'fp-ts/lib/Either.js'
import koffi from 'koffi'
import type { Loaded, Major } from '../capi/library.ts'
import { bindPrimitives, type Primitives } from '../primitive/bindPrimitives.ts'
import { loadLibrary } from './loadLibrary.ts'
import type { OneDnnProblem } from './problem.ts'
import { instructionsOf, versionOf } from './reports.ts'
import { has, nameOfSet, type Precision, unmetRequirement } from './requirement.ts'

export interface OneDnnOptions {
  /**
   * File or soname of the library. By default the value of the environment variable `ONEDNN_LIBRARY`, or else
   * `libdnnl.so.2`, then `libdnnl.so.3`.
   */
  readonly library?: string
  /** Threads of one primitive, at least 1; by default `OMP_NUM_THREADS`, or else the number of processors. */
  readonly threads?: number
  /** Number type for storing and multiplying activations and their gradients; by default `float32`. */
  readonly precision?: Precision
  /**
   * Whether large 3x3 convolutions with stride 1 may run by Winograd's algorithm; by default true.
   *
   * - Only versions 2.x on AVX-512 have it.
   * - It is about twice as fast, with a rounding error of about 1e-5 of the greatest value.
   */
  readonly winograd?: boolean
}

/** The loaded library. */
export interface OneDnn {
  readonly library: string
  readonly version: string
  readonly threads: number
  readonly isa: string
  readonly precision: Precision
  /** Whether convolutions may run by Winograd's algorithm. */
  readonly winograd: boolean
  /**
   * Whether the processor multiplies tiles of bfloat16 (AMX).
   *
   * oneDNN uses them only for images in the order of tfjs.
   */
  readonly matrixTiles: boolean
  readonly primitives: Primitives
}

/**
 * Sets an environment variable unless it is set already. The OpenMP runtime reads them while it loads, so
 * this comes before.
 *
 * - In a worker, `process.env` is a copy; there this calls `setenv` of the C library.
 */
const setEnvironment = (name: string, value: string): void => {
  if (process.env[name] === undefined) process.env[name] = value
  if (isMainThread) return
  const set = koffi.load(null).func('setenv', 'int', ['str', 'str', 'int'])
  set(name, value, 0)
}

/**
 * Binds the functions.
 *
 * - Fails for a build on another runtime than CPU threads, such as SYCL, because it gives out no CPU engine.
 */
const bind = (library: string, loaded: Loaded, major: Major): Either<OneDnnProblem, Primitives> => {
  try {
    return right(bindPrimitives(loaded, major))
  } catch (error) {
    return left({ _tag: 'EngineMissing', library, detail: error instanceof Error ? error.message : String(error) })
  }
}

/** Sets the threads of the runtime, which an earlier call may have loaded, and returns their number. */
const setThreads = (loaded: Loaded, threads: number): number => {
  try {
    loaded.func('omp_set_num_threads', 'void', ['int'])(threads)
    return loaded.func('omp_get_max_threads', 'int', [])() as number // koffi types its functions as any
  } catch {
    // The build uses another runtime than OpenMP, which reads the threads from the environment or not at all.
    return threads
  }
}

/**
 * Loads oneDNN through its C interface.
 *
 * - Fails with a `OneDnnProblem` if the library or the processor cannot run the backend.
 * - The option `threads` wins over `OMP_NUM_THREADS`, which wins over the number of processors.
 * - A second call changes the threads of the first.
 * - `OMP_WAIT_POLICY` is passive unless it is set, because training shares its processors with the threads
 *   that decode images.
 *
 * @example
 * const opened = openOneDnn({ threads: 0 })
 * opened._tag === 'Left' ? opened.left._tag : opened.right.version // => 'SettingInvalid'
 */
export const openOneDnn = (options: OneDnnOptions = {}): Either<OneDnnProblem, OneDnn> => {
  const threads = options.threads ?? (Number(process.env['OMP_NUM_THREADS']) || availableParallelism())
  if (!Number.isInteger(threads) || threads < 1)
    return left({ _tag: 'SettingInvalid', setting: 'threads', expected: 'a positive integer', received: `${threads}` })
  setEnvironment('OMP_NUM_THREADS', String(threads))
  // With an active policy, threads spin at a barrier for a thread that has no processor. Beside busy decoders
  // a step took two to six times as long.
  setEnvironment('OMP_WAIT_POLICY', 'passive')
  const named = options.library ?? process.env['ONEDNN_LIBRARY']
  const loaded = loadLibrary(named === undefined ? ['libdnnl.so.2', 'libdnnl.so.3'] : [named])
  if (loaded._tag === 'Left') return loaded
  const [library, functions] = loaded.right
  const version = versionOf(library, functions)
  if (version._tag === 'Left') return version
  const instructions = instructionsOf(functions)
  const precision = options.precision ?? 'float32'
  const unmet = unmetRequirement({ library, version: version.right, instructions }, precision)
  if (unmet !== undefined) return left(unmet)
  const bound = bind(library, functions, version.right[0] === 2 ? 2 : 3)
  if (bound._tag === 'Left') return bound
  const primitives = bound.right
  return right({
    library,
    version: version.right.join('.'),
    threads: setThreads(functions, threads),
    isa: nameOfSet(instructions),
    precision,
    winograd: (options.winograd ?? true) && primitives.hasWinograd && has(instructions, 0x27),
    matrixTiles: has(instructions, 0x3e7),
    primitives,
  })
}
