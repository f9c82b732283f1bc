import type { Facts } from '../../kind/field/facts.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { nearest } from '../../prelude/nearest.ts'

/** Fails if weights are neither `raw` nor an average that a step keeps of the model. */
export const weightsError = (
  model: string,
  weights: string,
  path: readonly string[],
  { averages }: Facts,
): readonly DeclarationError[] => {
  const known = averages[model] ?? []
  if (weights === 'raw' || known.includes(weights)) return []
  const near = nearest(weights, ['raw', ...known])
  return [
    declarationError({
      path,
      expected:
        known.length === 0
          ? `raw, or an average step for ${model}`
          : `raw, or an average of ${model}: ${known.join(', ')}`,
      received: `"${weights}"`,
      ...(near === undefined ? {} : { nearest: near }),
    }),
  ]
}
