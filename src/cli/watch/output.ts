import type { FlowLoad, Watch } from '../../run/train/event.ts'

/** Shows what a command does: bars on a terminal, plain lines elsewhere, JSON for programs. */
export interface Output {
  /** Watches one run; the title tells two runs of one command apart. */
  readonly watch: (title: string) => Watch
  /** Watches images pass through a model; `total` of them are there. */
  readonly scan: (title: string, total: number) => (done: number, load: readonly FlowLoad[]) => void
  /** Says something in a sentence. */
  readonly note: (text: string) => void
  /** What was asked for: a text for people, the same as data for programs. */
  readonly result: (text: string, data: Readonly<Record<string, unknown>>) => void
  /** Gives the terminal back. */
  readonly close: () => void
}

/** What every output needs of the outside. */
export interface Console {
  /** Seconds since some moment. */
  readonly now: () => number
  readonly out: (line: string) => void
  readonly err: (line: string) => void
}
