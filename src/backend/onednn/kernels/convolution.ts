import type { TensorInfo } from '@tensorflow/tfjs-core'
import { type ConvolutionAttributes, convolutionInfo } from '../convolution/convolutionInfo.ts'
import { convolve } from '../convolution/convolve.ts'
import { gradientOfFilter } from '../convolution/gradientOfFilter.ts'
import { gradientOfInput } from '../convolution/gradientOfInput.ts'
import { postOperationsOf } from '../operation/postOperationsOf.ts'
import { sizeOf } from '../shape/sizeOf.ts'
import { declined, defineKernel, type Kernel } from './defineKernel.ts'

interface FusedInputs {
  readonly x: TensorInfo
  readonly filter: TensorInfo
  readonly bias?: TensorInfo
}
interface FusedAttributes extends ConvolutionAttributes {
  readonly activation?: string
  readonly leakyreluAlpha?: number
}

const fused = (name: string, depthwise: boolean): Kernel =>
  defineKernel<FusedInputs, FusedAttributes>(name, (backend, { x, filter, bias }, attributes) => {
    const post = postOperationsOf(attributes.activation, attributes.leakyreluAlpha)
    if (post === undefined) return declined
    const info = convolutionInfo(x.shape, filter.shape, attributes, depthwise)
    if (bias !== undefined && (bias.dtype !== 'float32' || sizeOf(bias) !== info.outChannels)) return declined
    return convolve(backend, x, filter, bias, info, depthwise, post)
  })

/** Two-dimensional convolution, its fused form and both gradients, each dense and depthwise. */
export const convolutionKernels: readonly Kernel[] = [
  defineKernel<{ x: TensorInfo; filter: TensorInfo }, ConvolutionAttributes>(
    'Conv2D',
    (backend, { x, filter }, attributes) =>
      convolve(backend, x, filter, undefined, convolutionInfo(x.shape, filter.shape, attributes, false), false, []),
  ),
  defineKernel<{ x: TensorInfo; filter: TensorInfo }, ConvolutionAttributes>(
    'DepthwiseConv2dNative',
    (backend, { x, filter }, attributes) =>
      convolve(backend, x, filter, undefined, convolutionInfo(x.shape, filter.shape, attributes, true), true, []),
  ),
  fused('FusedConv2D', false),
  fused('FusedDepthwiseConv2D', true),
  defineKernel<{ dy: TensorInfo; filter: TensorInfo }, ConvolutionAttributes & { inputShape: number[] }>(
    'Conv2DBackpropInput',
    (backend, { dy, filter }, attributes) =>
      gradientOfInput(
        backend,
        dy,
        filter,
        convolutionInfo(attributes.inputShape, filter.shape, { ...attributes, dilations: 1 }, false),
        false,
      ),
  ),
  defineKernel<{ x: TensorInfo; dy: TensorInfo }, ConvolutionAttributes & { filterShape: number[] }>(
    'Conv2DBackpropFilter',
    (backend, { x, dy }, attributes) =>
      gradientOfFilter(
        backend,
        x,
        dy,
        convolutionInfo(x.shape, attributes.filterShape, { ...attributes, dilations: 1 }, false),
        false,
      ),
  ),
  defineKernel<{ dy: TensorInfo; filter: TensorInfo }, ConvolutionAttributes & { inputShape: number[] }>(
    'DepthwiseConv2dNativeBackpropInput',
    (backend, { dy, filter }, attributes) =>
      gradientOfInput(
        backend,
        dy,
        filter,
        convolutionInfo(attributes.inputShape, filter.shape, attributes, true),
        true,
      ),
  ),
  defineKernel<{ x: TensorInfo; dy: TensorInfo }, ConvolutionAttributes & { filterShape: number[] }>(
    'DepthwiseConv2dNativeBackpropFilter',
    (backend, { x, dy }, attributes) =>
      gradientOfFilter(backend, x, dy, convolutionInfo(x.shape, attributes.filterShape, attributes, true), true),
  ),
]
