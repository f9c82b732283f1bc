import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../../backend.ts'
import { argument, type PoolingAlgorithm, query } from '../../capi/constants.ts'
import { createOperation, type Operation } from '../../operation/operation.ts'
import type { PoolingShape } from '../../primitive/pooling.ts'
import { type Form, imageIn } from '../../shape/form.ts'
import { declined, defineKernel, type Kernel } from '../defineKernel.ts'

interface Attributes {
  readonly filterSize: number | [number, number]
  readonly strides: number | [number, number]
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

interface Pooling {
  readonly form: Form
  used: number
  readonly forward: Operation
  readonly backward: Operation
  /** Size of the record of where each maximum was, in bytes; 0 for averages. */
  readonly recordBytes: number
  readonly destroy: () => void
}

const infoOf = (shape: readonly number[], { filterSize, strides, pad, dimRoundingMode }: Attributes) =>
  // tfjs checks the rank before it runs the kernel
  backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  )

const create = (
  backend: OneDnnBackend,
  info: backend_util.Conv2DInfo,
  algorithm: PoolingAlgorithm,
  form: Form,
): Pooling => {
  const { primitives } = backend
  const name = `pool (${algorithm}) [${info.inShape.join(', ')}] to [${info.outShape.join(', ')}]`
  const source = primitives.describe(imageIn([info.batchSize, info.inHeight, info.inWidth, info.inChannels], form))
  const destination = primitives.describe(
    imageIn([info.batchSize, info.outHeight, info.outWidth, info.outChannels], form),
  )
  const shape: PoolingShape = {
    algorithm,
    source,
    destination,
    kernel: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    dilations: [1, 1],
    padBefore: [info.padInfo.top, info.padInfo.left],
    padAfter: [info.padInfo.bottom, info.padInfo.right],
  }
  const forward = primitives.poolingForward(name, 'training', shape)
  const backward = primitives.poolingBackward(name, shape, forward)
  const record = algorithm === 'maximum' ? primitives.chosen(forward, query.workspace) : 0
  const workspace = record === 0 ? [] : [{ argument: argument.workspace, descriptor: record }]
  const recordBytes = record === 0 ? 0 : primitives.bytes(record)
  const operations = {
    forward: createOperation(primitives, name, forward, [
      { argument: argument.source, descriptor: source },
      { argument: argument.destination, descriptor: destination },
      ...workspace,
    ]),
    backward: createOperation(primitives, name, backward, [
      { argument: argument.gradientOfDestination, descriptor: destination },
      { argument: argument.gradientOfSource, descriptor: source },
      ...workspace,
    ]),
  }
  primitives.forget(source)
  primitives.forget(destination)
  return {
    used: 0,
    form,
    ...operations,
    recordBytes,
    destroy: () => {
      operations.forward.destroy()
      operations.backward.destroy()
    },
  }
}

/** Whether oneDNN takes a pooling: float32, no extent 0, and no window that lies wholly in the padding. */
const takes = (x: TensorInfo, { inShape, outShape, padInfo, ...window }: backend_util.Conv2DInfo): boolean =>
  x.dtype === 'float32' &&
  inShape.every((extent) => extent > 0) &&
  outShape.every((extent) => extent > 0) &&
  Math.max(padInfo.top, padInfo.bottom) < window.filterHeight &&
  Math.max(padInfo.left, padInfo.right) < window.filterWidth

/**
 * Whether a gradient has the shape of the output. A primitive that reads through an address checks no bounds.
 */
const fits = (dy: TensorInfo, { outShape }: backend_util.Conv2DInfo): boolean =>
  dy.dtype === 'float32' && util.arraysEqual(dy.shape, outShape)

/** The pooling for x, in the form of x. */
const poolingFor = (
  backend: OneDnnBackend,
  x: TensorInfo,
  info: backend_util.Conv2DInfo,
  algorithm: PoolingAlgorithm,
): Pooling => {
  const { padInfo: pad } = info
  const form = backend.formOf(x)
  return backend.operation(
    `p${algorithm}${form}|${info.inShape}|${info.filterHeight},${info.filterWidth},${info.strideHeight},${info.strideWidth},${pad.top},${pad.left},${pad.bottom},${pad.right}`,
    () => create(backend, info, algorithm, form),
  )
}

const recordName = 'places of the maxima'

/**
 * Runs the forward pass into an existing output. Returns the address of the record, or 0 if there is none.
 */
const poolInto = (
  backend: OneDnnBackend,
  { forward, recordBytes, form }: Pooling,
  x: TensorInfo,
  y: TensorInfo,
): number => {
  if (recordBytes === 0) {
    forward.run([backend.address(x, form), backend.address(y, form)])
    return 0
  }
  return backend.derived(y, recordName, recordBytes, ({ address }) =>
    forward.run([backend.address(x, form), backend.address(y, form), address]),
  ).address
}

const pool = (name: string, algorithm: PoolingAlgorithm): Kernel =>
  defineKernel<{ x: TensorInfo }, Attributes>(name, (backend, { x }, attributes) => {
    const info = infoOf(x.shape, attributes)
    if (!takes(x, info)) return declined
    const pooling = poolingFor(backend, x, info, algorithm)
    const y = backend.outputOf(info.outShape, pooling.form)
    poolInto(backend, pooling, x, y)
    return y
  })

/** The gradient of the mean of each channel of an image, in the form of the image. */
export const spreadOverImage = (backend: OneDnnBackend, dy: TensorInfo, x: TensorInfo): TensorInfo => {
  const [n = 1, h = 1, w = 1, c = 1] = x.shape
  const info = infoOf(x.shape, { filterSize: [h, w], strides: 1, pad: 'valid' })
  const { backward, form } = poolingFor(backend, x, info, 'averageOfInside')
  const dx = backend.outputOf(x.shape, form)
  const outer = backend.reshaped(dy, [n, 1, 1, c])
  backward.run([backend.address(outer, form), backend.address(dx, form)])
  backend.disposeData(outer.dataId)
  return dx
}

/**
 * Pooling over windows, and its gradients.
 *
 * - The record of where each maximum was travels with the data of the output. The gradient computes it again
 *   if the output came from elsewhere.
 * - The gradient of a mean over padding counts only the elements inside the image, as the forward pass does.
 */
export const poolingKernels: readonly Kernel[] = [
  pool('MaxPool', 'maximum'),
  pool('AvgPool', 'averageOfInside'),
  defineKernel<{ dy: TensorInfo; input: TensorInfo; output: TensorInfo }, Attributes>(
    'MaxPoolGrad',
    (backend, { dy, input, output }, attributes) => {
      const info = infoOf(input.shape, attributes)
      if (!takes(input, info) || !fits(dy, info)) return declined
      const pooling = poolingFor(backend, input, info, 'maximum')
      const recordAddress = backend.entry(output.dataId).derived?.get(recordName)?.address
      const scratch = recordAddress === undefined ? backend.outputOf(info.outShape, pooling.form) : output
      const record = recordAddress ?? poolInto(backend, pooling, input, scratch)
      const { backward, form } = pooling
      const dx = backend.outputOf(input.shape, form)
      backward.run([backend.address(dy, form), backend.address(dx, form), record])
      if (recordAddress === undefined) backend.disposeData(scratch.dataId)
      return dx
    },
  ),
  defineKernel<{ dy: TensorInfo; input: TensorInfo }, Attributes>(
    'AvgPoolGrad',
    (backend, { dy, input }, attributes) => {
      const info = infoOf(input.shape, attributes)
      if (!takes(input, info) || !fits(dy, info)) return declined
      const { backward, form } = poolingFor(backend, input, info, 'averageOfInside')
      const dx = backend.outputOf(input.shape, form)
      backward.run([backend.address(dy, form), backend.address(dx, form)])
      return dx
    },
  ),
]
