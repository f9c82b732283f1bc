import { mentions } from '../../codec/index.ts'
import { chosenTransforms } from './chosenTransforms.ts'
import type { Policy } from './policy.ts'

/** A field that a policy writes: which turn was made (a class), or the numbers of a transform. */
export interface PolicyTarget {
  readonly field: string
  readonly kind: 'category' | 'vector'
  /** How many classes, or how many numbers. */
  readonly size: number
}

/** The fields that the transforms of a policy tell about themselves. */
export const policyTargets = (policy: Policy): readonly PolicyTarget[] =>
  chosenTransforms(policy).flatMap(({ transform, params }) =>
    mentions(transform.params, params).flatMap(({ name, role }) =>
      role.of === 'write'
        ? [
            {
              field: name,
              kind: role.kind === 'category' ? ('category' as const) : ('vector' as const),
              size: transform.targetSize ?? 0,
            },
          ]
        : [],
    ),
  )
