import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core'
import type { Codec } from '../../codec/index.ts'
import type { Complaint } from '../../prelude/errors.ts'

/** What a loss may look at: the model's outputs on its views, which have gradients, and fields of the batch, which are constants. */
export interface Look {
  /** Logits of a head on a view, [batch, size]. */
  readonly output: (view: string, head: string) => Tensor2D
  /** What the heads are given, [batch, features]. */
  readonly features: (view: string) => Tensor2D
  readonly field: (name: string) => Tensor
}

/** What is known of a field of the batch before any image is read; null where it is not. */
export interface Known {
  readonly examples: number | null
  /** How many examples in a row share each value. */
  readonly run: number | null
}

/**
 * A loss of single examples. Which of them count, how the mean is taken and what the loss weighs is the business of the term that uses it.
 *
 * Law of each: batch decomposition (the losses of a joined batch are those of its parts, joined), except where examples are compared with each other.
 */
export interface Loss<Name extends string, P> {
  readonly name: Name
  readonly summary: string
  readonly params: Codec<P>
  /** [batch], unmasked. */
  readonly perExample: (params: P) => (look: Look) => Tensor1D
  /** What is wrong with the examples that it would be given; left out where any will do. */
  readonly complaints?: (params: P, known: (field: string) => Known) => readonly Complaint[]
}

/** Declares a loss; it becomes known by a line in `losses.ts`. */
export const defineLoss = <const Name extends string, P>(loss: Loss<Name, P>): Loss<Name, P> => loss
