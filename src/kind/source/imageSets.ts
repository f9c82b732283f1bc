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

/** An image and its accepted label from a ledger. */
export interface LedgerImage extends LabeledImage {
  /** Confidence of the ledger's author in the label, 0..1. */
  readonly confidence: number
  /** One probability per class. */
  readonly probabilities: readonly number[]
}

/** The image sets of a run. */
export interface ImageSets {
  readonly labeled: Sequence<LabeledImage>
  readonly unlabeled: Sequence<UnlabeledImage>
  /** Whether the unlabeled images already include the labeled ones. */
  readonly labeledAmongUnlabeled: boolean
}

/** Which images of a ledger a source wants. */
export interface LedgerRequest {
  readonly name: string
  /** Whether to include the labeled images, with their true labels. */
  readonly labeledToo: boolean
}

/** What a source can open. */
export interface Sets extends ImageSets {
  /** The images that have an accepted label in a ledger, once each. */
  readonly ledger: (request: LedgerRequest) => E.Either<RunError, Sequence<LedgerImage>>
}
