import { sub } from '@tensorflow/tfjs-core'
import { asSection, section } from '../../tensor/section.ts'
import { mapTensors, type Tensors } from '../../tensor/tensors.ts'
import { type OptimizerChoice, type Part, partsOf, type Rule } from './optimizer.ts'

/** p' = p - g: the rule that ends a list of parts without a whole rule. */
const descent: Rule = {
  init: () => ({}),
  apply: ({ parameters, gradients }) => ({
    parameters: mapTensors(parameters, (parameter, name) => sub(parameter, gradients[name]!)),
    slots: {},
  }),
}

interface Stage {
  /** The section of the slots that belongs to this part. */
  readonly place: string
  readonly part: Part
}

/**
 * Builds one update rule from one optimizer or a list of parts.
 *
 * The parts change the gradient in order. Then a whole rule applies the result. A list without a whole rule
 * ends in p' = p - g, so `[momentum, rate]` is gradient descent.
 *
 * Laws: one rule alone is that rule; `[weightDecay, momentum, rate]` equals `sgd`.
 */
export const composed = (choice: OptimizerChoice): Rule => {
  const uses = partsOf(choice)
  const [only] = uses
  if (uses.length === 1 && only !== undefined && 'rule' in only.use) return only.use.rule
  const stages = uses.flatMap(({ name, use }, i): readonly Stage[] =>
    'part' in use ? [{ place: `${i}-${name}`, part: use.part }] : [],
  )
  const last = uses.at(-1)!
  const rule = 'rule' in last.use ? last.use.rule : descent
  return {
    init: (parameters) =>
      Object.assign(
        asSection('rule')(rule.init(parameters)),
        ...stages.map(({ place, part }) => asSection(place)(part.init(parameters))),
      ) as Tensors,
    apply: (given) => {
      let { gradients } = given
      const slots: Record<string, Tensors[string]> = {}
      for (const { place, part } of stages) {
        const next = part.transform({ ...given, gradients, slots: section(place)(given.slots) })
        gradients = next.gradients
        Object.assign(slots, asSection(place)(next.slots))
      }
      const updated = rule.apply({ ...given, gradients, slots: section('rule')(given.slots) })
      return { parameters: updated.parameters, slots: { ...slots, ...asSection('rule')(updated.slots) } }
    },
  }
}
