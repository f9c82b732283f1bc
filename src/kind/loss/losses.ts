import { batchHardTriplet } from './batchHardTriplet.ts'
import { crossEntropy } from './crossEntropy.ts'
import { entropy } from './entropy.ts'
import { klDivergence } from './klDivergence.ts'
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
