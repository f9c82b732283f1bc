import { type Propagation, propagation } from '../capi/constants.ts'
import type { Descriptor } from '../capi/descriptor.ts'
import type { Makers } from '../capi/makers.ts'
import { pointers } from '../capi/pointers.ts'
import type { PostOperation } from '../capi/postOperation.ts'
import { type Window, windowValues } from '../capi/window.ts'

export interface ConvolutionShape extends Window {
  readonly algorithm: 'direct' | 'winograd'
  readonly source: Descriptor
  readonly weights: Descriptor
  readonly bias: Descriptor | null
  readonly destination: Descriptor
}

const algorithms = { direct: 1, winograd: 2 }

const versions = {
  2: { name: 'dilated_convolution', hasWinograd: true },
  3: { name: 'convolution', hasWinograd: false },
}

/**
 * Binds convolutions and their gradients.
 *
 * Version 2 has separate constructors for dilated windows. Version 3 dropped Winograd's algorithm.
 */
export const bindConvolution = ({ major, forward, backward }: Makers) => {
  const { name, hasWinograd } = versions[major]
  const bytes = 5976
  const ofOutput = forward({ name: `${name}_forward`, bytes, parameters: ['int', 'int', ...pointers(8)] })
  const ofData = backward({ name: `${name}_backward_data`, bytes, parameters: ['int', ...pointers(7)] })
  const ofWeights = backward({ name: `${name}_backward_weights`, bytes, parameters: ['int', ...pointers(8)] })
  return {
    /** Whether the library has Winograd's algorithm, with the blocks of channels that it works on. */
    hasWinograd,
    convolutionForward: (
      operation: string,
      kind: Propagation,
      c: ConvolutionShape,
      post: readonly PostOperation[] = [],
    ): number => {
      const images = [c.source, c.weights, c.bias, c.destination]
      return ofOutput(operation, [propagation[kind], algorithms[c.algorithm], ...images, ...windowValues(c)], post)
    },
    convolutionBackwardData: (operation: string, c: ConvolutionShape, forward: number): number => {
      const images = [c.source, c.weights, c.destination]
      return ofData(operation, [algorithms[c.algorithm], ...images, ...windowValues(c)], forward)
    },
    convolutionBackwardWeights: (operation: string, c: ConvolutionShape, forward: number): number => {
      const images = [c.source, c.weights, c.bias, c.destination]
      return ofWeights(operation, [algorithms[c.algorithm], ...images, ...windowValues(c)], forward)
    },
  }
}
