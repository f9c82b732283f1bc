import { conv2d, type Tensor4D } from '@tensorflow/tfjs-core'
import { heNormal } from './initializers.ts'
import type { Layer } from './layer.ts'

export interface Conv {
  readonly from: number
  readonly to: number
  /** Height and width of the kernel, odd. */
  readonly kernel: number
  readonly stride?: number
}

/** A convolution without bias; padding keeps the size at stride 1 and halves it, rounded up, at stride 2: (kernel - 1) / 2 on each side. */
export const conv = (name: string, { from, to, kernel, stride = 1 }: Conv): Layer<Tensor4D> => {
  const weights = `${name}/kernel`
  return {
    declared: {
      parameters: {
        [weights]: { shape: [kernel, kernel, from, to], kind: 'kernel', values: heNormal(kernel * kernel * to) },
      },
      statistics: {},
    },
    apply: (run, x) => conv2d(x, run.parameter(weights) as Tensor4D, stride, (kernel - 1) / 2, 'NHWC', 1, 'floor'),
  }
}
