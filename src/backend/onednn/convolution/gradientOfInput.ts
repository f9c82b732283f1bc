import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../backend.ts'
import { declined } from '../kernels/defineKernel.ts'
import { createConvolution } from './convolutionOperation.ts'
import { type ConvolutionRequest, convolutionKey } from './convolutionRequest.ts'
import { fits, takes } from './takes.ts'
import { waysOf } from './waysOf.ts'
import { weightsFor } from './weightsFor.ts'

/** The gradient of a convolution with respect to its input. */
export const gradientOfInput = (
  backend: OneDnnBackend,
  dy: TensorInfo,
  filter: TensorInfo,
  info: backend_util.Conv2DInfo,
  depthwise: boolean,
): TensorInfo | typeof declined => {
  if (!takes(info, depthwise, dy, filter) || !fits(dy, info)) return declined
  const request: ConvolutionRequest = {
    kind: 'backwardData',
    info,
    depthwise,
    bias: false,
    post: [],
    ...waysOf(backend, info, depthwise, [dy]),
  }
  const key = convolutionKey(request)
  const operation = backend.operation(key, () => createConvolution(backend.primitives, request))
  const dx = backend.outputOf(info.inShape, request.form)
  const weights = weightsFor(backend, filter, key, operation)
  operation.primitive.run([backend.address(dy, request.form), weights, backend.address(dx, request.form)])
  return dx
}
