import { conv2d, fused, mul, type Tensor4D } from '@tensorflow/tfjs-core'
import type { Convolution } from './convNorm.ts'
import { heNormal } from './initializers.ts'

export interface Conv {
  readonly from: number
  readonly to: number
  /** Height and width of the kernel, odd. */
  readonly kernel: number
  readonly stride?: number
}

/**
 * A convolution without a bias.
 *
 * Padding adds (kernel - 1) / 2 on each side, which keeps the size at stride 1 and halves it, rounded up, at
 * stride 2.
 */
export const conv = (name: string, { from, to, kernel, stride = 1 }: Conv): Convolution => {
  const weights = `${name}/kernel`
  const pad = (kernel - 1) / 2
  return {
    declared: {
      parameters: {
        [weights]: { shape: [kernel, kernel, from, to], kind: 'kernel', values: heNormal(kernel * kernel * to) },
      },
      statistics: {},
    },
    apply: (run, x) => conv2d(x, run.parameter(weights) as Tensor4D, stride, pad, 'NHWC', 1, 'floor'),
    applyWith: (run, x, { factor, ...after }) => {
      const filter: Tensor4D = mul(run.parameter(weights), factor)
      return fused.conv2d({ x, filter, strides: stride, pad, dimRoundingMode: 'floor', ...after })
    },
  }
}
