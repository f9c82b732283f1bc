/** Settings that may change while the backend runs. */
export interface Settings {
  /** Fills every fresh output with NaN (floats) or an absurd integer, so that a test sees an element nobody wrote. */
  poison: boolean
  /** Measures the time of every kernel. */
  profile: boolean
}

/** What the backend may keep for later. */
export interface Limits {
  /** Bytes of freed buffers kept for reuse. */
  readonly poolBytes: number
  /** Primitives kept. */
  readonly operations: number
}
