import type { FlowLoad, Watch } from '../../run/train/event.ts'

/**
 * Shows the progress and the result of a command: bars on a terminal, plain lines elsewhere, JSON for
 * programs.
 */
export interface Output {
  /** Watches one run. The title tells the runs of a command apart. */
  readonly watch: (title: string) => Watch
  /** Watches `total` images pass through a model. */
  readonly scan: (title: string, total: number) => (done: number, load: readonly FlowLoad[]) => void
  /** Shows a sentence. */
  readonly note: (text: string) => void
  /** Shows the result: a text for people, or the same as data for programs. */
  readonly result: (text: string, data: Readonly<Record<string, unknown>>) => void
  /** Releases the terminal. */
  readonly close: () => void
}

/** A clock and two streams. */
export interface Console {
  /** Seconds since some moment. */
  readonly now: () => number
  readonly out: (line: string) => void
  readonly err: (line: string) => void
}
