import type { Codec } from '../../codec/index.ts'
import type { Network } from './network.ts'

/** An architecture: what a pipeline file may say about it, and how it is built for images of a size and heads of given sizes. */
export interface NetworkDefinition<Name extends string, P> {
  readonly name: Name
  readonly summary: string
  readonly params: Codec<P>
  readonly build: (
    params: P,
    input: readonly [height: number, width: number, channels: number],
    heads: Readonly<Record<string, number>>,
  ) => Network
}

/** Declares an architecture; it becomes known by a line in `networks.ts`. */
export const defineNetwork = <const Name extends string, P>(definition: NetworkDefinition<Name, P>) => definition
