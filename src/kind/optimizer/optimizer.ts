import { type Applied, applied, type Bound, type Codec, either, kind, list, refine } from '../../codec/index.ts'
import type { Tensors } from '../../tensor/tensors.ts'
import type { ParameterKind } from '../network/network.ts'
import type { Clock } from '../schedule/clock.ts'

/** The input of one update. */
export interface Given {
  readonly clock: Clock
  /** Updates before this one. */
  readonly updates: number
  readonly kinds: Readonly<Record<string, ParameterKind>>
  readonly parameters: Tensors
  readonly gradients: Tensors
  /** The tensors that the optimizer keeps between updates. */
  readonly slots: Tensors
}

/** A whole update rule, from gradients to new parameters. It holds no state: the slots go in and come out. */
export interface Rule {
  readonly init: (parameters: Tensors) => Tensors
  readonly apply: (given: Given) => { readonly parameters: Tensors; readonly slots: Tensors }
}

/** A part of an update rule, from gradients to gradients. */
export interface Part {
  readonly init: (parameters: Tensors) => Tensors
  readonly transform: (given: Given) => { readonly gradients: Tensors; readonly slots: Tensors }
}

/** An optimizer is a whole rule or a part of one. */
export type Optimizer = { readonly rule: Rule } | { readonly part: Part }

export type AppliedOptimizer = Applied<'optimizer', Optimizer>

/** One optimizer, or a list of parts in the order in which they change the gradient. */
export type OptimizerChoice = AppliedOptimizer | readonly AppliedOptimizer[]

/** Declares an optimizer or a part of one. */
export const defineOptimizer = kind<'optimizer', Optimizer>('optimizer')

/** A choice as a list, also when the file names a single optimizer. */
export const partsOf = (choice: OptimizerChoice): readonly AppliedOptimizer[] => ('name' in choice ? [choice] : choice)

const endsInRule = (choice: OptimizerChoice): boolean =>
  partsOf(choice).every(({ use }, i, all) => 'part' in use || i === all.length - 1)

/** The codec of optimizers: one optimizer, or a list of parts that may end in a whole rule. */
export const optimizerOf = (
  units: () => Readonly<Record<string, Bound<'optimizer', Optimizer>>>,
): Codec<OptimizerChoice> => {
  const one = applied('an optimizer', units)
  const all = refine(list(one, 1), 'a list of parts in which only the last may be a whole optimizer', endsInRule)
  return either<AppliedOptimizer, readonly AppliedOptimizer[]>('an optimizer, or a list of parts', one, all)
}

/**
 * Weight decay by parameter. It acts on kernels only, not on biases, or scales and offsets of batch norm.
 *
 * @example
 * decayOf({ weights: 'kernel', offset: 'bias' }, 0.1) // => { weights: 0.1, offset: 0 }
 */
export const decayOf = (kinds: Given['kinds'], decay: number): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, kind === 'kernel' ? decay : 0]))

/** A part that keeps nothing between updates. */
export const stateless = (transform: (given: Given) => Tensors): Optimizer => ({
  part: { init: () => ({}), transform: (given) => ({ gradients: transform(given), slots: {} }) },
})
