/** Settings that may change while the backend runs. */
export interface Settings {
  /** Fills every fresh output with NaN (floats) or an absurd integer, so that a test sees an element nobody wrote. */
  poison: boolean
  /** Times every kernel, in milliseconds; null for no timing. The caller brings the clock: nothing here reads one. */
  clock: (() => number) | null
}

/** What the backend may keep for later. */
export interface Limits {
  /** Bytes of freed buffers kept for reuse. */
  readonly poolBytes: number
  /** Primitives kept. */
  readonly operations: number
}
