import type { Dim } from '../../kind/field/fieldType.ts'
import { assemble } from '../../kind/network/assemble.ts'
import type { Network } from '../../kind/network/network.ts'
import type { ModelSpec } from '../spec/spec.ts'
import type { ModelPlan } from './plan.ts'
import { sizedHeads } from './sizedHeads.ts'

/**
 * A network whose variables have the right names, and shapes that can be compared.
 *
 * A size that only the data will tell becomes a number. The same name gives the same number everywhere.
 */
export const outline = ({ network }: ModelSpec, { input, heads }: ModelPlan): Network => {
  const sizes = new Map<Dim, number>()
  const sizeOf = (dim: Dim): number => {
    if (typeof dim === 'number') return dim
    sizes.set(dim, sizes.get(dim) ?? 2 + sizes.size)
    return sizes.get(dim)!
  }
  const [height, width, channels] = input
  const sized = sizedHeads(heads, sizeOf)
  return assemble(network.use.build([sizeOf(height), sizeOf(width), sizeOf(channels)]), sized)
}
