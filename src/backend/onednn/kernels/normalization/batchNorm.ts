import type { TensorInfo } from '@tensorflow/tfjs-core'
import { argument } from '../../capi/constants.ts'
import { createOperation } from '../../operation/operation.ts'
import { imageIn, isBlocked } from '../../shape/form.ts'
import type { Extents } from '../../shape/layout.ts'
import { sizeOf } from '../../shape/sizeOf.ts'
import { declined, defineKernel, type Kernel } from '../defineKernel.ts'

interface Inputs {
  readonly x: TensorInfo
  readonly mean: TensorInfo
  readonly variance: TensorInfo
  readonly scale?: TensorInfo | null
  readonly offset?: TensorInfo | null
}

/**
 * Batch normalization with the statistics as inputs.
 *
 *     y = (x - mean) / sqrt(variance + epsilon) * scale + offset
 *
 * Mean, variance, scale and offset have one number for each channel (the last axis).
 *
 * - Declines statistics of other shapes.
 */
export const batchNormKernels: readonly Kernel[] = [
  defineKernel<Inputs, { varianceEpsilon?: number }>('FusedBatchNorm', (backend, inputs, attributes) => {
    const { x, mean, variance, scale, offset } = inputs
    const c = x.shape.at(-1) ?? 1
    const channelwise = [mean, variance, scale, offset].every(
      (info) => info === undefined || info === null || (sizeOf(info) === c && info.dtype === 'float32'),
    )
    if (!channelwise || x.dtype !== 'float32' || sizeOf(x) === 0) return declined
    const epsilon = attributes.varianceEpsilon ?? 0.001
    const rows = sizeOf(x) / c
    const form = backend.formOf(x)
    // The formula does not depend on the extents, but blocks belong to one shape of image.
    const extents: Extents = isBlocked(form) ? (x.shape as unknown as Extents) : [rows, 1, 1, c]
    const operation = backend.operation(`bnGiven${form}${epsilon}|${extents}`, () => {
      const { primitives } = backend
      const name = `normalize [${rows}, ${c}] with given statistics`
      const data = primitives.describe(imageIn(extents, form))
      const channel = primitives.describe({ dims: [c], type: 'float32', strides: [1] })
      const flags = { affine: true, relu: false, globalStatistics: true }
      const descriptor = primitives.normalizationForward(name, 'inference', data, epsilon, flags)
      const built = createOperation(primitives, name, descriptor, [
        { argument: argument.source, descriptor: data },
        { argument: argument.destination, descriptor: data },
        { argument: argument.mean, descriptor: channel },
        { argument: argument.variance, descriptor: channel },
        { argument: argument.scale, descriptor: channel },
        { argument: argument.shift, descriptor: channel },
      ])
      primitives.forget(data)
      primitives.forget(channel)
      return built
    })
    const y = backend.outputOf(x.shape, form)
    const orConstant = (info: TensorInfo | null | undefined, value: number): number =>
      info === undefined || info === null ? backend.constant(c, value).address : backend.address(info)
    operation.run([
      backend.address(x, form),
      backend.address(y, form),
      backend.address(mean),
      backend.address(variance),
      orConstant(scale, 1),
      orConstant(offset, 0),
    ])
    return y
  }),
]
