import { assemble } from '../../kind/network/assemble.ts'
import { freezeNorms } from '../../kind/network/freezeNorms.ts'
import { composed } from '../../kind/optimizer/composed.ts'
import type { ModelParts } from '../../kind/step/step.ts'
import { InvariantViolation } from '../../prelude/errors.ts'
import type { Plan } from './plan.ts'
import { sizedHeads } from './sizedHeads.ts'

const known = (dim: number | string): number => {
  if (typeof dim === 'number') return dim
  throw new InvariantViolation(`Expected a size, received the name ${dim}: a plan runs only when its folders are known`)
}

/** The networks and optimizers of a plan. */
export const modelParts = ({ spec, models, facts }: Plan): Readonly<Record<string, ModelParts>> =>
  Object.fromEntries(
    Object.entries(models).map(([name, { input, heads }]) => {
      const [height, width, channels] = input
      const { network, optimizer, frozen } = spec.models[name]!
      const sized = sizedHeads(heads, known)
      const isFrozen = (variable: string): boolean => frozen.some((part) => variable.startsWith(part))
      const body = network.use.build([known(height), known(width), known(channels)])
      const whole = freezeNorms(assemble(body, sized), isFrozen)
      const averages = facts.averages[name] ?? []
      return [name, { network: whole, optimizer: composed(optimizer), isFrozen, averages }]
    }),
  )
