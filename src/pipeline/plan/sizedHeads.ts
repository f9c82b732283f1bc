import type { Dim } from '../../kind/field/fieldType.ts'
import type { Heads } from '../../kind/network/head.ts'
import type { ModelPlan } from './plan.ts'

/** The heads of a plan, with a number for every size. */
export const sizedHeads = (heads: ModelPlan['heads'], sizeOf: (size: Dim) => number): Heads =>
  Object.fromEntries(Object.entries(heads).map(([name, head]) => [name, { ...head, size: sizeOf(head.size) }]))
