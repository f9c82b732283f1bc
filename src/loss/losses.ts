import type { Tensor1D } from '@tensorflow/tfjs-core'
import { batchHardTriplet } from './batchHardTriplet.ts'
import { crossEntropy } from './crossEntropy.ts'
import { entropy } from './entropy.ts'
import { klDivergence } from './klDivergence.ts'
import type { Look, Loss } from './loss.ts'
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

/** The losses of single examples for a loss that a pipeline file names. */
export const perExample = ({
  name,
  params,
}: {
  readonly name: keyof typeof losses
  readonly params: unknown
}): ((look: Look) => Tensor1D) => {
  // The codec that chose the name decoded the parameters with the same loss's codec.
  const loss = losses[name] as Loss<string, unknown>
  return loss.perExample(params)
}
