/** Settings that may change while the backend runs. */
export interface Settings {
  /** Fills every new output with NaN or an absurd integer. A test then sees elements that no kernel wrote. */
  poison: boolean
  /**
   * Clock in milliseconds that times every kernel; null for no timing.
   *
   * The caller brings it, since nothing here reads a clock.
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
