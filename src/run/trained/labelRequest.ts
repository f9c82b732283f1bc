import type { DataError } from '../../prelude/errors.ts'
import type { Counts } from '../../stream/credits.ts'
import type { FlowLoad } from '../train/event.ts'
import type { OpenModel } from './openModel.ts'

/** What to label, and by which model. */
export interface LabelRequest {
  readonly model: OpenModel
  /** Folder of images, nested in any way. */
  readonly images: string
  /** The ledger: one row for each image, in the order of their paths. */
  readonly out: string
  /** The views of the run's `evaluate.views` whose logits are averaged, by name; null for the plain image. */
  readonly views: string | null
  /** Whether to go on where an earlier call stopped. */
  readonly resume: boolean
  /** Lowest confidence of an accepted label, 0..1. */
  readonly atLeast: number
  readonly onProgress: (done: number, total: number, load: readonly FlowLoad[]) => void
  readonly onIndex: (found: number) => void
  readonly onFailure: (failure: DataError) => void
  /** Stops after the batch under way. */
  readonly signal: AbortSignal
}

/** What labeling did. */
export interface Labeled {
  /** Images in the folder. */
  readonly images: number
  /** Rows that this call wrote. The other images have rows from before, or could not be used. */
  readonly written: number
  readonly accepted: number
  readonly quarantined: number
  readonly counts: Counts
  readonly interrupted: boolean
}
