/** Decides when the next line of progress is due. */
export interface Pace {
  /** True if enough time has passed since the last line; the caller then prints one. */
  readonly due: () => boolean
  /** Counts the time from now on. */
  readonly restart: () => void
}

/**
 * Lets a line through at most once in an interval; the first one at once.
 *
 * @param now the time in seconds
 * @param interval in seconds
 */
export const pace = (now: () => number, interval: number): Pace => {
  let last = Number.NEGATIVE_INFINITY
  return {
    due: () => {
      if (now() - last < interval) return false
      last = now()
      return true
    },
    restart: () => {
      last = now()
    },
  }
}
