import { bothEnds } from '../capi/bothEnds.ts'
import { propagation } from '../capi/constants.ts'
import type { Descriptor } from '../capi/descriptor.ts'
import { type EltwiseAlgorithm, eltwiseAlgorithm } from '../capi/eltwiseAlgorithm.ts'
import type { Makers } from '../capi/makers.ts'

/**
 * Binds elementwise functions and their gradients.
 *
 * Version 3 describes source and destination separately, and gives the functions other numbers.
 */
export const bindEltwise = ({ major, forward, backward }: Makers) => {
  const bytes = 1416
  const ofOutput = forward({
    name: 'eltwise_forward',
    bytes,
    parameters: ['int', 'int', ...bothEnds(major, 'void *'), 'float', 'float'],
  })
  const ofSource = backward({
    name: 'eltwise_backward',
    bytes,
    parameters: ['int', ...bothEnds(major, 'void *'), 'void *', 'float', 'float'],
  })
  const numbers = eltwiseAlgorithm[major]
  return {
    eltwiseForward: (
      operation: string,
      algorithm: EltwiseAlgorithm,
      data: Descriptor,
      alpha: number,
      beta: number,
    ): number =>
      ofOutput(operation, [propagation.training, numbers[algorithm], ...bothEnds(major, data), alpha, beta], []),
    eltwiseBackward: (
      operation: string,
      algorithm: EltwiseAlgorithm,
      data: Descriptor,
      alpha: number,
      beta: number,
      forward: number,
    ): number => ofSource(operation, [numbers[algorithm], ...bothEnds(major, data), data, alpha, beta], forward),
  }
}
