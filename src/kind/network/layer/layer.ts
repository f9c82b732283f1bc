import type { Tensor } from '@tensorflow/tfjs-core'
import type { Key } from '../../../prelude/key.ts'
import type { Mode, ParameterKind } from '../network.ts'

export interface ParameterSpec {
  readonly shape: readonly number[]
  readonly kind: ParameterKind
  readonly values: (key: Key, count: number) => Float32Array
}

export interface StatisticSpec {
  readonly shape: readonly number[]
  readonly initial: 0 | 1
}

/** The variables that one layer, or several, need to run. */
export interface Declared {
  readonly parameters: Readonly<Record<string, ParameterSpec>>
  readonly statistics: Readonly<Record<string, StatisticSpec>>
}

/**
 * One run through a network: the variables by full name, the mode, and where to report statistics that moved.
 */
export interface Run {
  readonly parameter: (name: string) => Tensor
  readonly statistic: (name: string) => Tensor
  readonly move: (name: string, value: Tensor) => void
  readonly mode: Mode
}

/**
 * A piece of a network: the variables it needs, and what it computes.
 *
 * Names of variables are paths, like `group1/block0/conv1/kernel`.
 */
export interface Layer<In extends Tensor = Tensor, Out extends Tensor = In> {
  readonly declared: Declared
  readonly apply: (run: Run, x: In) => Out
}

const nothing: Declared = { parameters: {}, statistics: {} }

/** A layer without variables. */
export const pure = <In extends Tensor, Out extends Tensor>(apply: (x: In, run: Run) => Out): Layer<In, Out> => ({
  declared: nothing,
  apply: (run, x) => apply(x, run),
})

/** The variables of several layers together. */
export const declaredBy = (layers: readonly { readonly declared: Declared }[]): Declared => ({
  parameters: Object.assign({}, ...layers.map(({ declared }) => declared.parameters)),
  statistics: Object.assign({}, ...layers.map(({ declared }) => declared.statistics)),
})

/** Runs layers one after the other. */
export const chain = <T extends Tensor>(...layers: readonly Layer<T>[]): Layer<T> => ({
  declared: declaredBy(layers),
  apply: (run, x) => layers.reduce((value, layer) => layer.apply(run, value), x),
})

/** Runs one layer after another. Unlike in `chain`, the rank may change between them. */
export const join = <In extends Tensor, Between extends Tensor, Out extends Tensor>(
  first: Layer<In, Between>,
  second: Layer<Between, Out>,
): Layer<In, Out> => ({
  declared: declaredBy([first, second]),
  apply: (run, x) => second.apply(run, first.apply(run, x)),
})
