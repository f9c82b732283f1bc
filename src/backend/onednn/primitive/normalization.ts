import { bothEnds } from '../capi/bothEnds.ts'
import { type Propagation, propagation } from '../capi/constants.ts'
import type { Descriptor } from '../capi/descriptor.ts'
import type { Makers } from '../capi/makers.ts'

export interface NormalizationFlags {
  /** Whether each channel has a scale and a shift. */
  readonly affine: boolean
  readonly relu: boolean
  /** Whether mean and variance are arguments; otherwise they are those of the batch. */
  readonly globalStatistics: boolean
}

const versions = {
  2: { flags: { globalStatistics: 1, relu: 4, affine: 8 | 16 }, gradientTakesShift: true },
  3: { flags: { globalStatistics: 1, relu: 8, affine: 2 | 4 }, gradientTakesShift: false },
}

/**
 * Binds batch normalization and its gradient.
 *
 * Version 3 describes source and destination separately, and gives the flags other numbers.
 */
export const bindNormalization = ({ major, forward, backward }: Makers) => {
  const { flags: numbers, gradientTakesShift } = versions[major]
  const flagsOf = ({ affine, relu, globalStatistics }: NormalizationFlags): number =>
    (affine ? numbers.affine : 0) | (relu ? numbers.relu : 0) | (globalStatistics ? numbers.globalStatistics : 0)
  const bytes = 3496
  const ofOutput = forward({
    name: 'batch_normalization_forward',
    bytes,
    parameters: ['int', ...bothEnds(major, 'void *'), 'float', 'uint'],
  })
  const ofSource = backward({
    name: 'batch_normalization_backward',
    bytes,
    parameters: ['int', ...bothEnds(major, 'void *'), 'void *', 'float', 'uint'],
  })
  return {
    /** Whether the gradient takes the shift as an argument: version 2 requires it, version 3 refuses it. */
    gradientTakesShift,
    normalizationForward: (
      operation: string,
      kind: Propagation,
      data: Descriptor,
      epsilon: number,
      flags: NormalizationFlags,
    ): number => ofOutput(operation, [propagation[kind], ...bothEnds(major, data), epsilon, flagsOf(flags)], []),
    normalizationBackward: (
      operation: string,
      data: Descriptor,
      epsilon: number,
      flags: NormalizationFlags,
      forward: number,
    ): number =>
      ofSource(operation, [propagation.backward, ...bothEnds(major, data), data, epsilon, flagsOf(flags)], forward),
  }
}
