import type { Pipeline } from '../../pipeline/read/load.ts'
import type { Existing } from '../folder/prepareFolder.ts'

/** What to run, on what, and where. */
export interface RunRequest {
  readonly pipeline: Pipeline
  readonly labeled: string
  /** Null: the images of the labeled folder that validation does not hold back. */
  readonly unlabeled: string | null
  readonly test: string | null
  /** Files by name of ledger, in place of the ledgers that phases would write. */
  readonly ledgers: Readonly<Record<string, string>>
  readonly labelsPerClass: number | null
  readonly validationPerClass: number | null
  readonly seed: number
  readonly out: string
  readonly existing: Existing
  /** The backend in use, with everything that its results depend on. */
  readonly backend: string
  /** What else `environment.json` says. */
  readonly environment: Readonly<Record<string, unknown>>
  /** Upper bound on steps per phase, for trial runs; null for no bound. */
  readonly stepsPerPhase: number | null
  /** Ends the run after the step under way, with a checkpoint. Leaving the stream does the same. */
  readonly signal: AbortSignal
}
