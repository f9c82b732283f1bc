import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../../backend.ts'
import type { PoolingAlgorithm } from '../../capi/constants.ts'
import { declined, defineKernel, type Kernel } from '../defineKernel.ts'
import { fits, type PoolingAttributes, poolingInfo, takes } from './poolingInfo.ts'
import { type PoolingOperation, poolingFor } from './poolingOperation.ts'

const recordName = 'places of the maxima'

/**
 * Runs the forward pass into an existing output. Returns the address of the record, or 0 if there is none.
 */
const poolInto = (
  backend: OneDnnBackend,
  { forward, recordBytes, form }: PoolingOperation,
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
  defineKernel<{ x: TensorInfo }, PoolingAttributes>(name, (backend, { x }, attributes) => {
    const info = poolingInfo(x.shape, attributes)
    if (!takes(x, info)) return declined
    const pooling = poolingFor(backend, x, info, algorithm)
    const y = backend.outputOf(info.outShape, pooling.form)
    poolInto(backend, pooling, x, y)
    return y
  })

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
  defineKernel<{ dy: TensorInfo; input: TensorInfo; output: TensorInfo }, PoolingAttributes>(
    'MaxPoolGrad',
    (backend, { dy, input, output }, attributes) => {
      const info = poolingInfo(input.shape, attributes)
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
  defineKernel<{ dy: TensorInfo; input: TensorInfo }, PoolingAttributes>(
    'AvgPoolGrad',
    (backend, { dy, input }, attributes) => {
      const info = poolingInfo(input.shape, attributes)
      if (!takes(input, info) || !fits(dy, info)) return declined
      const { backward, form } = poolingFor(backend, input, info, 'averageOfInside')
      const dx = backend.outputOf(input.shape, form)
      backward.run([backend.address(dy, form), backend.address(dx, form)])
      return dx
    },
  ),
]
