import type { Dim } from '../../kind/field/fieldType.ts'
import type { Heads } from '../../kind/network/head.ts'
import type { ModelPlan } from './plan.ts'

/** The heads of a plan with numbers for their sizes. */
export const sizedHeads = (heads: ModelPlan['heads'], sizeOf: (size: Dim) => number): Heads =>
  Object.fromEntries(Object.entries(heads).map(([name, head]) => [name, { ...head, size: sizeOf(head.size) }]))
