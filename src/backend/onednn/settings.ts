/** Settings that may change while the backend runs. */
export interface Settings {
  /**
   * Fills every new output with NaN or an absurd integer, so that a test sees an element that no kernel
   * wrote.
   */
  poison: boolean
  /**
   * Times every kernel, in milliseconds; null for no timing. The caller brings the clock: nothing here reads
   * one.
   */
  clock: (() => number) | null
}

/** How much the backend keeps for reuse. */
export interface Limits {
  /** Upper bound on bytes in free buffers. */
  readonly poolBytes: number
  /** Upper bound on primitives in the cache, at least 8. */
  readonly operations: number
}
