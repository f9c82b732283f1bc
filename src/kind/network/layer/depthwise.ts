import { depthwiseConv2d, fused, mul, reshape, type Tensor4D } from '@tensorflow/tfjs-core'
import type { Convolution } from './convNorm.ts'
import { heNormal } from './initializers.ts'

export interface Depthwise {
  readonly channels: number
  /** Height and width of the kernel, odd. */
  readonly kernel: number
  readonly stride: number
}

/**
 * A convolution of each channel by itself, without a bias.
 *
 * Padding adds (kernel - 1) / 2 on each side.
 */
export const depthwise = (name: string, { channels, kernel, stride }: Depthwise): Convolution => {
  const weights = `${name}/kernel`
  const pad = (kernel - 1) / 2
  return {
    declared: {
      parameters: {
        [weights]: { shape: [kernel, kernel, channels, 1], kind: 'kernel', values: heNormal(kernel * kernel) },
      },
      statistics: {},
    },
    apply: (run, x) => depthwiseConv2d(x, run.parameter(weights) as Tensor4D, stride, pad, 'NHWC', 1, 'floor'),
    applyWith: (run, x, { factor, ...after }) => {
      const filter: Tensor4D = mul(run.parameter(weights), reshape(factor, [channels, 1]))
      return fused.depthwiseConv2d({ x, filter, strides: stride, pad, dimRoundingMode: 'floor', ...after })
    },
  }
}
