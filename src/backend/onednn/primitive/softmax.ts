import { bothEnds } from '../capi/bothEnds.ts'
import { propagation } from '../capi/constants.ts'
import type { Descriptor } from '../capi/descriptor.ts'
import type { Major } from '../capi/library.ts'
import type { Makers } from '../capi/makers.ts'

interface Kind {
  readonly name: string
  readonly algorithm: readonly number[]
}

const versions: Readonly<Record<Major, { readonly plain: Kind; readonly logarithm: Kind }>> = {
  2: {
    plain: { name: 'softmax_forward', algorithm: [] },
    logarithm: { name: 'logsoftmax_forward', algorithm: [] },
  },
  3: {
    plain: { name: 'softmax_forward', algorithm: [0x30000] },
    logarithm: { name: 'softmax_forward', algorithm: [0x30001] },
  },
}

/**
 * Binds softmax and its logarithm.
 *
 * Version 2 has a constructor for each. Version 3 has one that takes the algorithm and describes both ends.
 */
export const bindSoftmax = ({ major, forward }: Makers) => {
  const bindKind = ({ name, algorithm }: Kind) => {
    const parameters = ['int', ...algorithm.map(() => 'int'), ...bothEnds(major, 'void *'), 'int']
    const make = forward({ name, bytes: 1408, parameters })
    return (operation: string, data: Descriptor, axis: number): number =>
      make(operation, [propagation.inference, ...algorithm, ...bothEnds(major, data), axis], [])
  }
  const plain = bindKind(versions[major].plain)
  const logarithm = bindKind(versions[major].logarithm)
  return {
    softmax: (operation: string, ofLogarithm: boolean, data: Descriptor, axis: number): number =>
      (ofLogarithm ? logarithm : plain)(operation, data, axis),
  }
}
