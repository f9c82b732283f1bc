import type * as t from 'io-ts'
import { tagged } from '../../codec/index.ts'
import { adam, adamW } from './adam.ts'
import type { Optimizer, OptimizerDefinition } from './optimizer.ts'
import { sgd } from './sgd.ts'

/** Every optimizer, listed by hand. */
export const optimizers = { sgd, adam, adamW } as const

/** An optimizer and its parameters, as a pipeline file names them. */
export const optimizer = tagged('an optimizer', optimizers)

/** The optimizer that a pipeline file names. */
export const optimizerOf = ({ name, params }: t.TypeOf<typeof optimizer>): Optimizer => {
  // The codec that chose the name decoded the parameters with the same optimizer's codec.
  const definition = optimizers[name] as OptimizerDefinition<string, unknown>
  return definition.build(params)
}
