import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../backend.ts'
import { declined } from '../kernels/defineKernel.ts'
import { createConvolution } from './convolutionOperation.ts'
import { type ConvolutionRequest, convolutionKey } from './convolutionRequest.ts'
import { fits, takes } from './takes.ts'
import { waysOf } from './waysOf.ts'

/** The gradient of a convolution with respect to its filter, in the layout of tfjs. */
export const gradientOfFilter = (
  backend: OneDnnBackend,
  x: TensorInfo,
  dy: TensorInfo,
  info: backend_util.Conv2DInfo,
  depthwise: boolean,
): TensorInfo | typeof declined => {
  if (!takes(info, depthwise, x, dy) || !fits(dy, info)) return declined
  const request: ConvolutionRequest = {
    kind: 'backwardWeights',
    info,
    depthwise,
    bias: false,
    post: [],
    ...waysOf(backend, info, depthwise, [x, dy]),
  }
  const operation = backend.operation(convolutionKey(request), () => createConvolution(backend.primitives, request))
  const gradient = backend.output(info.filterShape)
  const { reorder, primitive, weightBytes } = operation
  if (reorder === undefined) {
    primitive.run([backend.address(x, request.form), backend.address(dy, request.form), backend.address(gradient)])
    return gradient
  }
  const own = backend.pool.take(weightBytes)
  primitive.run([backend.address(x, request.form), backend.address(dy, request.form), own.address])
  reorder.run([own.address, backend.address(gradient)])
  backend.pool.give(own)
  return gradient
}
