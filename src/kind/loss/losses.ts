import type { Tensor1D } from '@tensorflow/tfjs-core'
import type { Complaint } from '../../prelude/errors.ts'
import { batchHardTriplet } from './batchHardTriplet.ts'
import { crossEntropy } from './crossEntropy.ts'
import { entropy } from './entropy.ts'
import { klDivergence } from './klDivergence.ts'
import type { Known, Look, Loss } from './loss.ts'
import { meanSquaredError } from './meanSquaredError.ts'
import { reconstruction } from './reconstruction.ts'

/** Every loss, listed by hand. */
export const losses = {
  batchHardTriplet,
  crossEntropy,
  entropy,
  klDivergence,
  meanSquaredError,
  reconstruction,
} as const

interface ChosenLoss {
  readonly name: keyof typeof losses
  readonly params: unknown
}

// The codec that chose the name decoded the parameters with the same loss's codec.
const definitionOf = ({ name }: ChosenLoss): Loss<string, unknown> => losses[name] as Loss<string, unknown>

/** The losses of single examples for a loss that a pipeline file names. */
export const perExample = (chosen: ChosenLoss): ((look: Look) => Tensor1D) =>
  definitionOf(chosen).perExample(chosen.params)

/** What a loss that a pipeline file names says of the fields that it would be given. */
export const lossComplaints = (chosen: ChosenLoss, known: (field: string) => Known): readonly Complaint[] =>
  definitionOf(chosen).complaints?.(chosen.params, known) ?? []
