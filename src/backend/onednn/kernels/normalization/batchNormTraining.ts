import type { TensorInfo } from '@tensorflow/tfjs-core'
import { elementwise, elementwiseGradient } from '../../operation/elementwise.ts'
import { sizeOf } from '../../shape/sizeOf.ts'
import { declined, defineKernel, type Kernel } from '../defineKernel.ts'
import { maskFormOf, maskOf, type NormalizationInputs, normalize, normalizeAgain } from './forwardPass.ts'
import { type NormalizationAttributes, normalizationFor } from './normalization.ts'

const takes = (x: TensorInfo): boolean => x.dtype === 'float32' && x.shape.every((extent) => extent > 0)

/** The slope of a leaky relu; undefined for another activation. */
const slopeOf = ({ activation, slope }: NormalizationAttributes): number | undefined =>
  activation === 'leakyRelu' ? (slope ?? 0.2) : undefined

/**
 * Batch normalization with the statistics of the batch, with an optional activation, and its gradient.
 *
 *     y = activation((x - mean) / sqrt(variance + epsilon) * scale + offset)
 *
 * Mean and (biased) variance are over all axes but the last.
 *
 * - Relu is fused. Its mask travels with the data of y. If y came from elsewhere, the gradient computes the
 *   mask again.
 * - Leaky relu is a second pass, in place. Its gradient goes into the buffer of dx. So neither needs a buffer
 *   of its own.
 */
export const batchNormTrainingKernels: readonly Kernel[] = [
  defineKernel<NormalizationInputs, NormalizationAttributes>('BatchNormTraining', (backend, inputs, attributes) => {
    const { x } = inputs
    if (!takes(x)) return declined
    const normalization = normalizationFor(backend, x, backend.formOf(x), attributes)
    const channels = [x.shape.at(-1) ?? 1]
    const outputs = [
      backend.outputOf(x.shape, normalization.form),
      backend.output(channels),
      backend.output(channels),
    ] as const
    normalize(backend, normalization, inputs, outputs)
    const slope = slopeOf(attributes)
    if (slope !== undefined) {
      // In place, since nothing else reads the values before the activation.
      const y = backend.address(outputs[0], normalization.form)
      elementwise(backend, 'relu', sizeOf(x), slope, normalization.form).run([y, y])
    }
    return [...outputs]
  }),
  defineKernel<
    NormalizationInputs & { dy: TensorInfo; y: TensorInfo; mean: TensorInfo; variance: TensorInfo },
    NormalizationAttributes
  >('BatchNormTrainingGrad', (backend, { dy, y, mean, variance, ...inputs }, attributes) => {
    const { x, scale, offset } = inputs
    if (!takes(x)) return declined
    const relu = attributes.activation === 'relu'
    // x may lie in blocks by now; the mask still has the form of the forward pass.
    const maskForm = relu ? maskFormOf(backend, y) : undefined
    const form = maskForm ?? backend.formOf(x)
    const normalization = normalizationFor(backend, x, form, attributes)
    const again = relu && maskOf(backend, y, form) === undefined
    const scratch = again ? backend.outputOf(x.shape, form) : y
    const mask = relu ? normalizeAgain(backend, normalization, inputs, scratch) : undefined
    const dx = backend.outputOf(x.shape, form)
    const dScale = backend.output(scale.shape)
    const dOffset = backend.output(offset.shape)
    const shift = backend.primitives.gradientTakesShift ? [offset] : []
    const slope = slopeOf(attributes)
    if (slope !== undefined)
      elementwiseGradient(backend, 'relu', sizeOf(x), slope, form).run(
        [y, dy, dx].map((info) => backend.address(info, form)),
      )
    const addresses = [
      ...[x, slope === undefined ? dy : dx, dx].map((info) => backend.address(info, form)),
      ...[mean, variance, scale, ...shift, dScale, dOffset].map((info) => backend.address(info)),
    ]
    normalization.backward.run(mask === undefined ? addresses : [...addresses, mask.address])
    if (again) backend.disposeData(scratch.dataId)
    return [dx, dScale, dOffset]
  }),
]
