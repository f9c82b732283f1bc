import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../../backend.ts'
import { argument, query } from '../../capi/constants.ts'
import type { PooledBuffer } from '../../memory/bufferPool.ts'
import { elementwise, elementwiseGradient } from '../../operation/elementwise.ts'
import { createOperation, type Operation } from '../../operation/operation.ts'
import { type Form, imageIn } from '../../shape/form.ts'
import type { Extents } from '../../shape/layout.ts'
import { sizeOf } from '../../shape/sizeOf.ts'
import { declined, defineKernel, type Kernel } from '../defineKernel.ts'

interface Attributes {
  readonly epsilon: number
  readonly activation: 'none' | 'relu' | 'leakyRelu'
  /** Slope of the leaky relu; by default 0.2. Above 0, so that the output has the sign of the input. */
  readonly slope?: number
}

interface Normalization {
  readonly form: Form
  used: number
  readonly forward: Operation
  readonly backward: Operation
  /** Size of the mask of elements that passed the relu, in bytes; 0 without relu. */
  readonly maskBytes: number
  readonly destroy: () => void
}

/** A tensor [..., c] as an image. oneDNN normalizes over all axes but the channel anyway. */
const extentsOf = (shape: readonly number[]): Extents => {
  const c = shape.at(-1) ?? 1
  if (shape.length === 4) return [shape[0] ?? 1, shape[1] ?? 1, shape[2] ?? 1, c]
  return [shape.slice(0, -1).reduce((product, extent) => product * extent, 1), 1, 1, c]
}

const create = (
  backend: OneDnnBackend,
  extents: Extents,
  { epsilon, activation }: Attributes,
  form: Form,
): Normalization => {
  const { primitives } = backend
  const name = `normalize [${extents.join(', ')}] over all but the last axis`
  const relu = activation === 'relu'
  const flags = { affine: true, relu, globalStatistics: false }
  const data = primitives.describe(imageIn(extents, form))
  const channel = primitives.describe({ dims: [extents[3]], type: 'float32', strides: [1] })
  const forward = primitives.normalizationForward(name, 'training', data, epsilon, flags)
  const backward = primitives.normalizationBackward(name, data, epsilon, flags, forward)
  const mask = relu ? primitives.chosen(forward, query.workspace) : 0
  const statistics = [
    { argument: argument.mean, descriptor: channel },
    { argument: argument.variance, descriptor: channel },
    { argument: argument.scale, descriptor: channel },
  ]
  const shift = { argument: argument.shift, descriptor: channel }
  const workspace = relu ? [{ argument: argument.workspace, descriptor: mask }] : []
  const maskBytes = relu ? primitives.bytes(mask) : 0
  const operations = {
    forward: createOperation(primitives, name, forward, [
      { argument: argument.source, descriptor: data },
      { argument: argument.destination, descriptor: data },
      ...statistics,
      shift,
      ...workspace,
    ]),
    backward: createOperation(primitives, name, backward, [
      { argument: argument.source, descriptor: data },
      { argument: argument.gradientOfDestination, descriptor: data },
      { argument: argument.gradientOfSource, descriptor: data },
      ...statistics,
      ...(primitives.gradientTakesShift ? [shift] : []),
      { argument: argument.gradientOfScale, descriptor: channel },
      { argument: argument.gradientOfShift, descriptor: channel },
      ...workspace,
    ]),
  }
  primitives.forget(data)
  primitives.forget(channel)
  return {
    used: 0,
    form,
    ...operations,
    maskBytes,
    destroy: () => {
      operations.forward.destroy()
      operations.backward.destroy()
    },
  }
}

/** The normalization for x in a form. Statistics, scale and offset are always float32. */
const normalizationFor = (backend: OneDnnBackend, x: TensorInfo, form: Form, attributes: Attributes): Normalization =>
  backend.operation(`bn${form}${attributes.activation === 'relu' ? 'relu' : ''}${attributes.epsilon}|${x.shape}`, () =>
    create(backend, extentsOf(x.shape), attributes, form),
  )

const forms: readonly Form[] = ['float32', 'bfloat16', 'blocked', 'blockedBfloat16']

/** The mask has the form of its image, so the name contains the form. */
const maskName = (form: Form): string => `relu mask, ${form}`

const maskOf = (backend: OneDnnBackend, y: TensorInfo, form: Form): PooledBuffer | undefined =>
  backend.entry(y.dataId).derived?.get(maskName(form))

interface Inputs {
  readonly x: TensorInfo
  readonly scale: TensorInfo
  readonly offset: TensorInfo
}

/** Runs the forward pass into existing outputs, and returns the relu mask if there is one. */
const normalize = (
  backend: OneDnnBackend,
  { forward, maskBytes, form }: Normalization,
  { x, scale, offset }: Inputs,
  [y, mean, variance]: readonly [TensorInfo, TensorInfo, TensorInfo],
): PooledBuffer | undefined => {
  const addresses = [
    ...[x, y].map((info) => backend.address(info, form)),
    ...[mean, variance, scale, offset].map((info) => backend.address(info)),
  ]
  if (maskBytes === 0) {
    forward.run(addresses)
    return undefined
  }
  return backend.derived(y, maskName(form), maskBytes, (mask) => forward.run([...addresses, mask.address]))
}

const takes = (x: TensorInfo): boolean => x.dtype === 'float32' && x.shape.every((extent) => extent > 0)

/** The slope of a leaky relu; undefined for another activation. */
const slopeOf = ({ activation, slope }: Attributes): number | undefined =>
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
  defineKernel<Inputs, Attributes>('BatchNormTraining', (backend, inputs, attributes) => {
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
  defineKernel<Inputs & { dy: TensorInfo; y: TensorInfo; mean: TensorInfo; variance: TensorInfo }, Attributes>(
    'BatchNormTrainingGrad',
    (backend, { dy, y, mean, variance, ...inputs }, attributes) => {
      const { x, scale, offset } = inputs
      if (!takes(x)) return declined
      const relu = attributes.activation === 'relu'
      // x may lie in blocks by now; the mask still has the form of the forward pass.
      const maskForm = relu ? forms.find((candidate) => maskOf(backend, y, candidate) !== undefined) : undefined
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
    },
  ),
]

/** The mask that travels with `y`. If it has none, the mask of a forward pass into `y`. */
const normalizeAgain = (
  backend: OneDnnBackend,
  normalization: Normalization,
  inputs: Inputs,
  y: TensorInfo,
): PooledBuffer | undefined => {
  const previous = maskOf(backend, y, normalization.form)
  if (previous !== undefined) return previous
  const channels = [inputs.x.shape.at(-1) ?? 1]
  const mean = backend.output(channels)
  const variance = backend.output(channels)
  const mask = normalize(backend, normalization, inputs, [y, mean, variance])
  backend.disposeData(mean.dataId)
  backend.disposeData(variance.dataId)
  return mask
}
