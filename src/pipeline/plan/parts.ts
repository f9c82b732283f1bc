import type { ModelParts } from '../../kind/definition.ts'
import { freezeNorms } from '../../kind/network/freezeNorms.ts'
import { networkOf } from '../../kind/network/networks.ts'
import { optimizerOf } from '../../kind/optimizer/optimizers.ts'
import { InvariantViolation } from '../../prelude/errors.ts'
import type { Plan } from './plan.ts'

const known = (dim: number | string): number => {
  if (typeof dim === 'number') return dim
  throw new InvariantViolation(
    `Expected a size, received the name ${dim}: a plan is run only when its folders are known`,
  )
}

/** The networks and optimizers of a plan. */
export const modelParts = ({ spec, models }: Plan): Readonly<Record<string, ModelParts>> =>
  Object.fromEntries(
    Object.entries(models).map(([name, { input, heads }]) => {
      const [height, width, channels] = input
      const { network, optimizer, frozen } = spec.models[name]!
      const sizes = Object.fromEntries(Object.entries(heads).map(([head, size]) => [head, known(size)]))
      const isFrozen = (variable: string): boolean => frozen.some((part) => variable.startsWith(part))
      const whole = networkOf(network, [known(height), known(width), known(channels)], sizes)
      return [name, { network: freezeNorms(whole, isFrozen), optimizer: optimizerOf(optimizer), isFrozen }]
    }),
  )
