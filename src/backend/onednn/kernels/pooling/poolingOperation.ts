import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../../backend.ts'
import { argument, type PoolingAlgorithm, query } from '../../capi/constants.ts'
import { createOperation, type Operation } from '../../operation/operation.ts'
import type { PoolingShape } from '../../primitive/pooling.ts'
import { type Form, imageIn } from '../../shape/form.ts'

/** The forward and backward primitives for one shape. */
export interface PoolingOperation {
  readonly form: Form
  used: number
  readonly forward: Operation
  readonly backward: Operation
  /** Size of the record of where each maximum was, in bytes; 0 for averages. */
  readonly recordBytes: number
  readonly destroy: () => void
}

const create = (
  backend: OneDnnBackend,
  info: backend_util.Conv2DInfo,
  algorithm: PoolingAlgorithm,
  form: Form,
): PoolingOperation => {
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

/** The pooling for x, in the form of x. */
export const poolingFor = (
  backend: OneDnnBackend,
  x: TensorInfo,
  info: backend_util.Conv2DInfo,
  algorithm: PoolingAlgorithm,
): PoolingOperation => {
  const { padInfo: pad } = info
  const form = backend.formOf(x)
  return backend.operation(
    `p${algorithm}${form}|${info.inShape}|${info.filterHeight},${info.filterWidth},${info.strideHeight},${info.strideWidth},${pad.top},${pad.left},${pad.bottom},${pad.right}`,
    () => create(backend, info, algorithm, form),
  )
}
