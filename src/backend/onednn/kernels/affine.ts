import type { TensorInfo } from '@tensorflow/tfjs-core'
import { convolutionInfo } from '../convolution/convolutionInfo.ts'
import { convolve } from '../convolution/convolve.ts'
import { sizeOf } from '../shape/sizeOf.ts'
import { declined, defineKernel, type Kernel } from './defineKernel.ts'

interface Inputs {
  /** [batch, height, width, channels] */
  readonly x: TensorInfo
  readonly factor: TensorInfo
  readonly bias: TensorInfo
}

/**
 * An affine function of each channel of an image, with a leaky relu.
 *
 *     y = activation(factor x + bias), activation(z) = z > 0 ? z : slope z
 *
 * A slope of 1 means no activation, 0 means relu.
 *
 * This runs as a depthwise 1x1 convolution, the only primitive that does it in one pass in every form. Batch
 * norm and a pass for the activation take 1.3 to 3 times as long.
 */
export const affineKernels: readonly Kernel[] = [
  defineKernel<Inputs, { slope: number }>('Affine', (backend, { x, factor, bias }, { slope }) => {
    const channels = x.shape.at(-1) ?? 1
    if (x.shape.length !== 4 || ![factor, bias].every((info) => info.dtype === 'float32' && sizeOf(info) === channels))
      return declined
    const filter = { dataId: factor.dataId, shape: [1, 1, channels, 1], dtype: factor.dtype }
    const info = convolutionInfo(x.shape, filter.shape, { strides: 1, pad: 'valid' }, true)
    const post = slope === 1 ? [] : [{ eltwise: 'relu' as const, alpha: slope, beta: 0 }]
    return convolve(backend, x, filter, bias, info, true, post)
  }),
]
