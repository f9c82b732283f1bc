import type * as E from 'fp-ts/lib/Either.js'
import type { RunError } from '../prelude/errors.ts'

/** Every tensor backend, in the order in which `auto` prefers them. */
export const backendNames = ['tensorflow', 'onednn', 'wasm', 'cpu'] as const

export type BackendName = (typeof backendNames)[number]

/** Number types for storing and multiplying images and their gradients. Everything else is float32. */
export const precisions = ['float32', 'bfloat16'] as const

export type Precision = (typeof precisions)[number]

/** What a working backend computes with, in words for people. */
export interface Description {
  /** Library and version ("oneDNN 2.6.3"). */
  readonly library: string
  /** What it runs on ("2 CPU threads", the name of a GPU). */
  readonly device: string
  /** Whether `auto` may choose it. TensorFlow without a GPU works, but `auto` passes it over. */
  readonly preferred: boolean
}

export interface BackendOptions {
  /** Threads of the CPU kernels; null leaves the choice to the backend. */
  readonly threads: number | null
  /** Only onednn takes anything but float32. */
  readonly precision: Precision
}

/** What one kernel did during a profile. */
export interface KernelUse {
  readonly kernel: string
  /** Whether the backend has its own kernel; false for one copied from another backend. */
  readonly own: boolean
  readonly calls: number
  /** Calls that an own kernel left to the copied one, because of their shapes or types. */
  readonly fallbacks: number
  readonly milliseconds: number
}

/** One way to compute with tensors. */
export interface Backend {
  readonly name: BackendName
  /** Whether it can run here with these options. The current backend stays current. */
  readonly probe: (options: BackendOptions) => Promise<E.Either<RunError, Description>>
  /** Makes it the backend of all tensor operations from now on. */
  readonly start: (options: BackendOptions) => Promise<E.Either<RunError, void>>
  /**
   * Profiles every kernel of the started backend, from this call to the call of the function that it returns.
   *
   * - Undefined for a backend that cannot profile.
   *
   * @param clock milliseconds since some fixed time
   */
  readonly watch?: (clock: () => number) => () => readonly KernelUse[]
}

export const defaultOptions: BackendOptions = { threads: null, precision: 'float32' }
