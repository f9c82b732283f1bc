import type { Unit } from '../../src/codec/index.ts'
import { assemble } from '../../src/kind/network/assemble.ts'
import type { Architecture, Input } from '../../src/kind/network/body.ts'
import { linearHead } from '../../src/kind/network/head.ts'
import type { Network } from '../../src/kind/network/network.ts'
import { smallConv } from '../../src/kind/network/smallConv.ts'
import { wideResNet } from '../../src/kind/network/wideResNet.ts'
import { paramsOf } from '../../src/testing/paramsOf.ts'
import { mlp } from './mlp.ts'

/** A network, its input and its batch: what every arm trains and infers. */
export interface Task {
  readonly name: string
  readonly batch: number
  readonly input: readonly [height: number, width: number, channels: number]
  readonly build: () => Network
}

/** A network with the defaults of all its parameters, and a classifier of ten classes. */
const withDefaults = <P>(unit: Unit<'network', Architecture, P>, input: Input): Network => {
  const decoded = paramsOf(unit).decode({})
  if (decoded._tag === 'Left') throw new Error(`Expected ${unit.name} to have default parameters`)
  return assemble(unit.use(decoded.right).build(input), { label: linearHead(10) })
}

/** The networks of the comparison; the Python arm builds the same under the same names. */
export const tasks: readonly Task[] = [
  {
    name: 'WRN-28-2',
    batch: 64,
    input: [32, 32, 3],
    build: () => withDefaults(wideResNet, [32, 32, 3]),
  },
  {
    name: 'smallConv',
    batch: 128,
    input: [28, 28, 1],
    build: () => withDefaults(smallConv, [28, 28, 1]),
  },
  { name: 'mlp', batch: 8, input: [1, 1, 16], build: mlp },
]
