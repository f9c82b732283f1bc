import type { DataError, DeclarationError, RunError } from '../../prelude/errors.ts'
import type { Counts } from '../../stream/credits.ts'
import type { Evaluation } from '../score/evaluation.ts'
import type { Branch } from '../stream/branch.ts'
import type { RunResult } from './runResult.ts'

/** How busy one feed is: its credits, and what waits in each stage. */
export interface FlowLoad {
  readonly flow: string
  readonly counts: Counts
  readonly stages: readonly { readonly name: string; readonly backlog: number; readonly done: number }[]
}

/** How busy feeds are. */
export const loadOf = (branches: Readonly<Record<string, Pick<Branch, 'credits' | 'stages'>>>): readonly FlowLoad[] =>
  Object.entries(branches).map(([flow, { credits, stages }]) => ({
    flow,
    counts: credits.counts(),
    stages: stages.map(({ name, gauge }) => ({ name, backlog: gauge.entered() - gauge.left(), done: gauge.left() })),
  }))

/** Why a run could not start or go on: everything that is wrong, at once. */
export type RunFailure = readonly (DeclarationError | RunError)[]

/** What happens in a run, in order. The last event is `finished` or `failed`. */
export type RunEvent =
  | { readonly kind: 'index'; readonly folder: string; readonly found: number }
  | {
      readonly kind: 'phase'
      readonly phase: string
      /** Steps that the phase will make, or null where its end is not known. */
      readonly steps: number | null
      /** Steps that it has made before, in a run that is resumed. */
      readonly from: number
    }
  | {
      readonly kind: 'step'
      /** Steps made in this phase. */
      readonly step: number
      readonly metrics: Readonly<Record<string, number>>
      readonly load: readonly FlowLoad[]
    }
  | { readonly kind: 'evaluation'; readonly evaluation: Evaluation }
  | { readonly kind: 'checkpoint'; readonly name: string }
  | { readonly kind: 'quarantine'; readonly error: DataError }
  | { readonly kind: 'warning'; readonly text: string }
  /** What an action at the start of a phase did. */
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'finished'; readonly result: RunResult }
  | { readonly kind: 'failed'; readonly errors: RunFailure }

/** Watches a run. A watcher must not change anything. */
export type Watch = (event: RunEvent) => void
