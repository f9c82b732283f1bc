import { depthwiseConv2d, type Tensor4D } from '@tensorflow/tfjs-core'
import { heNormal } from './initializers.ts'
import type { Layer } from './layer.ts'

export interface Depthwise {
  readonly channels: number
  /** Height and width of the kernel, odd. */
  readonly kernel: number
  readonly stride: number
}

/** A convolution of each channel by itself, without bias; padding (kernel - 1) / 2 on each side. */
export const depthwise = (name: string, { channels, kernel, stride }: Depthwise): Layer<Tensor4D> => {
  const weights = `${name}/kernel`
  return {
    declared: {
      parameters: {
        [weights]: { shape: [kernel, kernel, channels, 1], kind: 'kernel', values: heNormal(kernel * kernel) },
      },
      statistics: {},
    },
    apply: (run, x) =>
      depthwiseConv2d(x, run.parameter(weights) as Tensor4D, stride, (kernel - 1) / 2, 'NHWC', 1, 'floor'),
  }
}
