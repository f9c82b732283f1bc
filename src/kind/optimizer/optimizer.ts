import type { Codec } from '../../codec/index.ts'
import type { Tensors } from '../../tensor/tensors.ts'
import type { ParameterKind } from '../network/network.ts'
import type { Clock } from '../schedule/clock.ts'

/** What one update of an optimizer is given. */
export interface Gradients {
  readonly clock: Clock
  /** Updates made before this one. */
  readonly updates: number
  readonly kinds: Readonly<Record<string, ParameterKind>>
  readonly parameters: Tensors
  readonly gradients: Tensors
  /** What the optimizer remembers. */
  readonly slots: Tensors
}

/** An update rule as two functions; it keeps nothing itself. */
export interface Optimizer {
  readonly init: (parameters: Tensors) => Tensors
  readonly apply: (given: Gradients) => { readonly parameters: Tensors; readonly slots: Tensors }
}

export interface OptimizerDefinition<Name extends string, P> {
  readonly name: Name
  readonly summary: string
  readonly params: Codec<P>
  readonly build: (params: P) => Optimizer
}

/** Declares an optimizer; it becomes known by a line in `optimizers.ts`. */
export const defineOptimizer = <const Name extends string, P>(definition: OptimizerDefinition<Name, P>) => definition

/** Weight decay by parameter. It acts on kernels alone: not on biases, nor on the scales and offsets of batch norm. */
export const decayOf = (kinds: Gradients['kinds'], decay: number): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, kind === 'kernel' ? decay : 0]))
