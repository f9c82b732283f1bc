import type { DataError } from '../../prelude/errors.ts'
import type { Counts } from '../../stream/credits.ts'
import type { Evaluation } from '../score/evaluation.ts'

/** How busy one data flow is: its credits, and what waits in each stage. */
export interface FlowLoad {
  readonly flow: string
  readonly counts: Counts
  readonly stages: readonly { readonly name: string; readonly backlog: number; readonly done: number }[]
}

/** What a run tells while it works. Whoever watches must not change anything. */
export interface Observer {
  readonly onIndex: (folder: string, found: number) => void
  readonly onPhase: (phase: string, steps: number | null, from: number) => void
  readonly onStep: (step: number, metrics: Readonly<Record<string, number>>, load: readonly FlowLoad[]) => void
  readonly onEvaluation: (evaluation: Evaluation) => void
  readonly onCheckpoint: (name: string) => void
  readonly onQuarantine: (error: DataError) => void
  readonly onWarning: (text: string) => void
}
