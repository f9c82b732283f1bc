import type { Values } from './protocol.ts'

/** The result of one finished run, in a file beside its run folder. */
export interface Result {
  readonly setting: string
  readonly method: string
  readonly seed: number
  /** The values of `--set`. */
  readonly values: Values
  readonly threads: number
  /** The commit of the program that ran it. */
  readonly commit: string
  readonly backend: string
  readonly steps: number
  /** The headline figure: test accuracy of averaged weights, the median of the last evaluations. */
  readonly accuracy: number
  /** All figures of the run, as `understudy run --json` reports them. */
  readonly figures: readonly unknown[]
  /**
   * Wall clock time of training and evaluations since the last start of the run; null if nothing was left to
   * do.
   */
  readonly seconds: number | null
  readonly imagesPerSecond: number | null
}
