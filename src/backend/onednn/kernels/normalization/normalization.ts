import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../../backend.ts'
import { argument, query } from '../../capi/constants.ts'
import { createOperation, type Operation } from '../../operation/operation.ts'
import { type Form, imageIn } from '../../shape/form.ts'
import type { Extents } from '../../shape/layout.ts'

/** The settings of batch normalization in training. */
export interface NormalizationAttributes {
  readonly epsilon: number
  readonly activation: 'none' | 'relu' | 'leakyRelu'
  /** Slope of the leaky relu; by default 0.2. Above 0, so that the output has the sign of the input. */
  readonly slope?: number
}

/** The forward and backward primitives for one shape. */
export interface Normalization {
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
  { epsilon, activation }: NormalizationAttributes,
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
export const normalizationFor = (
  backend: OneDnnBackend,
  x: TensorInfo,
  form: Form,
  attributes: NormalizationAttributes,
): Normalization =>
  backend.operation(`bn${form}${attributes.activation === 'relu' ? 'relu' : ''}${attributes.epsilon}|${x.shape}`, () =>
    create(backend, extentsOf(x.shape), attributes, form),
  )
