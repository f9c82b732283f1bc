import type { Size } from '../../image/size.ts'
import { chosenTransforms } from './chosenTransforms.ts'
import type { Policy } from './policy.ts'

/** The size of every picture that a policy makes of a picture of the given size, or null where it depends on the draw. */
export const policySize = (policy: Policy, size: Size): Size | null => {
  let current: Size | null = size
  for (const { transform, params } of chosenTransforms(policy)) {
    if (current === null) return null
    if (transform.outputSize !== undefined) current = transform.outputSize(params, current)
  }
  return current
}
