import type { ImageSets, LabeledImage } from '../../kind/source/imageSets.ts'
import type { Sequence } from '../../stream/sequence.ts'

/** The images of a run, by their purpose. */
export interface RunData {
  readonly sets: ImageSets
  readonly classes: readonly string[]
  readonly validation: Sequence<LabeledImage> | null
  readonly test: Sequence<LabeledImage> | null
}
