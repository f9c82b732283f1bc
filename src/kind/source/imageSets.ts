import type * as E from 'fp-ts/lib/Either.js'
import type { RunError } from '../../prelude/errors.ts'
import type { Sequence } from '../../stream/sequence.ts'
import type { FileRef } from '../field/frame.ts'

export interface UnlabeledImage {
  readonly file: FileRef
}

export interface LabeledImage extends UnlabeledImage {
  /** Index of its class. */
  readonly category: number
}

/** An image and the label that a ledger accepted for it. */
export interface LedgerImage extends LabeledImage {
  /** How sure the author of the ledger was of the label, 0 to 1. */
  readonly confidence: number
  /** One for each class. */
  readonly probabilities: readonly number[]
}

/** The image sets of a run. */
export interface ImageSets {
  readonly labeled: Sequence<LabeledImage>
  readonly unlabeled: Sequence<UnlabeledImage>
  /** Whether the labeled images are among the unlabeled ones already. */
  readonly labeledAmongUnlabeled: boolean
}

/** Which images of a ledger a source wants. */
export interface LedgerRequest {
  readonly name: string
  /** Whether the labeled images are among them, with their true labels. */
  readonly labeledToo: boolean
}

/** What a source can open. */
export interface Sets extends ImageSets {
  /** The images whose labels a ledger has accepted, once each. */
  readonly ledger: (request: LedgerRequest) => E.Either<RunError, Sequence<LedgerImage>>
}
