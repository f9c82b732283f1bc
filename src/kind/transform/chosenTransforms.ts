import type { Chosen } from '../../codec/index.ts'
import type { Transform } from './defineTransform.ts'
import type { Policy } from './policy.ts'
import { transforms } from './transforms.ts'

/** One transform of a policy with its parameters, and how many of the same name come before it. */
export interface ChosenTransform {
  readonly transform: Transform<string, unknown>
  readonly params: unknown
  readonly place: number
}

/** The transforms of a policy, in order. */
export const chosenTransforms = (policy: Policy): readonly ChosenTransform[] => {
  const steps: readonly Chosen[] = 'name' in policy ? [policy] : policy
  return steps.map(({ name, params }, i) => ({
    // The codec that chose the name decoded the parameters with the codec of that same transform.
    transform: transforms[name as keyof typeof transforms] as Transform<string, unknown>,
    params,
    place: steps.slice(0, i).filter((earlier) => earlier.name === name).length,
  }))
}
