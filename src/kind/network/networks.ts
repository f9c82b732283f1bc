import type * as t from 'io-ts'
import { tagged } from '../../codec/index.ts'
import type { NetworkDefinition } from './defineNetwork.ts'
import { efficientNet } from './efficientNet.ts'
import { mlp } from './mlp.ts'
import type { Network } from './network.ts'
import { resNet } from './resNet.ts'
import { smallConv } from './smallConv.ts'
import { wideResNet } from './wideResNet.ts'

/** Every architecture, listed by hand. */
export const networks = { smallConv, wideResNet, resNet, efficientNet, mlp } as const

/** An architecture and its parameters, as a pipeline file names them. */
export const network = tagged('a network', networks)

export type ChosenNetwork = t.TypeOf<typeof network>

/** The network that a pipeline file names, for images of a size and heads of given sizes. */
export const networkOf = (
  { name, params }: ChosenNetwork,
  input: readonly [height: number, width: number, channels: number],
  heads: Readonly<Record<string, number>>,
): Network => {
  // The codec that chose the name decoded the parameters with the same architecture's codec.
  const definition = networks[name] as NetworkDefinition<string, unknown>
  return definition.build(params, input, heads)
}
