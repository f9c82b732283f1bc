import { type ReductionAlgorithm, reductionAlgorithm } from '../capi/constants.ts'
import type { Descriptor } from '../capi/descriptor.ts'
import type { Makers } from '../capi/makers.ts'

/**
 * Binds sums, means and maxima along axes. Both versions are the same.
 *
 * Only norms would read the last two numbers.
 */
export const bindReduction = ({ forward }: Makers) => {
  const make = forward({ name: 'reduction', bytes: 1408, parameters: ['int', 'void *', 'void *', 'float', 'float'] })
  return {
    reduction: (
      operation: string,
      algorithm: ReductionAlgorithm,
      source: Descriptor,
      destination: Descriptor,
    ): number => make(operation, [reductionAlgorithm[algorithm], source, destination, 0, 0], []),
  }
}
