import type * as E from 'fp-ts/lib/Either.js'
import type { RunError } from '../prelude/errors.ts'

/** Every tensor backend, in the order in which `auto` prefers them. */
export const backendNames = ['tensorflow', 'onednn', 'wasm', 'cpu'] as const

export type BackendName = (typeof backendNames)[number]

/** What convolutions and their gradients are stored and multiplied in; parameters, statistics, sums and losses stay in float32. */
export const precisions = ['float32', 'bfloat16'] as const

export type Precision = (typeof precisions)[number]

/** What a working backend computes with, in words for people. */
export interface Description {
  /** Library and version ("oneDNN 2.6.3"). */
  readonly library: string
  /** What it runs on ("2 CPU threads", the name of a GPU). */
  readonly device: string
  /** Whether `auto` prefers it: a TensorFlow that sees no GPU works, but is not preferred. */
  readonly preferred: boolean
}

export interface BackendOptions {
  /** Threads of the CPU kernels; null leaves the choice to the backend. */
  readonly threads: number | null
  /** Other than float32 only on the backends that can. */
  readonly precision: Precision
}

/** What one kernel did while it was watched. */
export interface KernelUse {
  readonly kernel: string
  /** Whether it is one of the backend's own, rather than the copy of another backend's. */
  readonly own: boolean
  readonly calls: number
  /** Calls whose shapes or types an own kernel left to the copied one. */
  readonly fallbacks: number
  readonly milliseconds: number
}

/** One way to compute with tensors. */
export interface Backend {
  readonly name: BackendName
  /** Whether it can run here with these options; the current backend stays. */
  readonly probe: (options: BackendOptions) => Promise<E.Either<RunError, Description>>
  /** Makes it the backend of every following tensor operation. */
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
