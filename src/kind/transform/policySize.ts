import type { Size } from '../../image/size.ts'
import { type Policy, transformsOf } from './policy.ts'

/** The size of every result of a policy on images of one size; null if it depends on the draw. */
export const policySize = (policy: Policy, size: Size): Size | null =>
  transformsOf(policy).reduce<Size | null>(
    (current, { use }) => (current === null || use.outputSize === undefined ? current : use.outputSize(current)),
    size,
  )
