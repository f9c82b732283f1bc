import type { Values } from './protocol.ts'

/** What one finished run came to; it stands in a file beside its run folder. */
export interface Result {
  readonly setting: string
  readonly method: string
  readonly seed: number
  /** What `--set` was given. */
  readonly values: Values
  readonly threads: number
  /** The commit of the program that ran it. */
  readonly commit: string
  readonly backend: string
  readonly steps: number
  /** Test accuracy of averaged weights, the median of the last evaluations: the headline. */
  readonly accuracy: number
  /** The other figures of the run, as `understudy run --json` tells them. */
  readonly figures: readonly unknown[]
  /** Of training and evaluations, by the wall clock, since the run was last started; null where nothing was left to do. */
  readonly seconds: number | null
  readonly imagesPerSecond: number | null
}
