import type { DataError, DeclarationError, RunError } from '../../prelude/errors.ts'
import type { Counts } from '../../stream/credits.ts'
import type { Evaluation } from '../score/evaluation.ts'
import type { Branch } from '../stream/branch.ts'
import type { RunResult } from './runResult.ts'

/** The load of one feed: its credits, and the backlog of each stage. */
export interface FlowLoad {
  readonly flow: string
  readonly counts: Counts
  readonly stages: readonly { readonly name: string; readonly backlog: number; readonly done: number }[]
}

/** The load of feeds, by name. */
export const loadOf = (branches: Readonly<Record<string, Pick<Branch, 'credits' | 'stages'>>>): readonly FlowLoad[] =>
  Object.entries(branches).map(([flow, { credits, stages }]) => ({
    flow,
    counts: credits.counts(),
    stages: stages.map(({ name, gauge }) => ({ name, backlog: gauge.entered() - gauge.left(), done: gauge.left() })),
  }))

/** Why a run could not start or go on: all faults at once. */
export type RunFailure = readonly (DeclarationError | RunError)[]

/** What happens in a run, in order. The last event is `finished` or `failed`. */
export type RunEvent =
  | { readonly kind: 'index'; readonly folder: string; readonly found: number }
  | {
      readonly kind: 'phase'
      readonly phase: string
      /** Steps of the phase, or null if it ends with its data. */
      readonly steps: number | null
      /** Steps before this one started, in a resumed run; else 0. */
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

/** Receives the events of a run. Must not change anything. */
export type Watch = (event: RunEvent) => void
