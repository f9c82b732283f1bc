import { isRight } from 'fp-ts/lib/Either.js'
import type { Network } from '../../src/kind/network/network.ts'
import { smallConv } from '../../src/kind/network/smallConv.ts'
import { wideResNet } from '../../src/kind/network/wideResNet.ts'
import { mlp } from './mlp.ts'

/** A task for every arm: a network, its input and its batch. */
export interface Task {
  readonly name: string
  readonly batch: number
  readonly input: readonly [height: number, width: number, channels: number]
  readonly build: () => Network
}

const defaults = <P>(codec: { readonly decode: (u: unknown) => { readonly _tag: string } }): P => {
  const decoded = codec.decode({}) as Parameters<typeof isRight>[0] // Every codec decodes to an Either.
  if (!isRight(decoded)) throw new Error('Expected a network to have default parameters')
  return decoded.right as P // Its own codec checked it.
}

/** The networks of the comparison. The Python arm builds the same ones under the same names. */
export const tasks: readonly Task[] = [
  {
    name: 'WRN-28-2',
    batch: 64,
    input: [32, 32, 3],
    build: () => wideResNet.build(defaults(wideResNet.params), [32, 32, 3], { label: 10 }),
  },
  {
    name: 'smallConv',
    batch: 128,
    input: [28, 28, 1],
    build: () => smallConv.build(defaults(smallConv.params), [28, 28, 1], { label: 10 }),
  },
  { name: 'mlp', batch: 8, input: [1, 1, 16], build: mlp },
]
