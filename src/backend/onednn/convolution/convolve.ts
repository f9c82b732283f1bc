import type { backend_util, TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../backend.ts'
import type { PostOperation } from '../capi/postOperation.ts'
import { declined } from '../kernels/defineKernel.ts'
import { elementwise } from '../operation/elementwise.ts'
import { sizeOf } from '../shape/sizeOf.ts'
import { createConvolution } from './convolutionOperation.ts'
import { type ConvolutionRequest, convolutionKey } from './convolutionRequest.ts'
import { takes } from './takes.ts'
import { depthwiseWaysOf, waysOf } from './waysOf.ts'
import { weightsFor } from './weightsFor.ts'

/** The slope of a leaky relu among the post-operations; undefined if there is none. */
const leakOf = (post: readonly PostOperation[]): number | undefined =>
  post.flatMap((each) => ('eltwise' in each && each.eltwise === 'relu' && each.alpha !== 0 ? [each.alpha] : [])).at(-1)

/**
 * A convolution with bias and activation, in one pass.
 *
 *     y = activation(conv(x, filter) + bias)
 *
 * - Declines what oneDNN does not take.
 * - A leaky relu after Winograd's algorithm, which fuses only slope 0, runs in a second pass, in place.
 */
export const convolve = (
  backend: OneDnnBackend,
  x: TensorInfo,
  filter: TensorInfo,
  bias: TensorInfo | undefined,
  info: backend_util.Conv2DInfo,
  depthwise: boolean,
  post: readonly PostOperation[],
): TensorInfo | typeof declined => {
  if (!takes(info, depthwise, x, filter)) return declined
  const ways = depthwise ? depthwiseWaysOf(backend, info, x) : waysOf(backend, info, depthwise, [x])
  const leak = ways.winograd ? leakOf(post) : undefined
  const request: ConvolutionRequest = {
    kind: 'forward',
    info,
    depthwise,
    bias: bias !== undefined,
    post: leak === undefined ? post : [],
    ...ways,
  }
  const key = convolutionKey(request)
  const operation = backend.operation(key, () => createConvolution(backend.primitives, request))
  const y = backend.outputOf(info.outShape, request.form)
  const weights = weightsFor(backend, filter, key, operation)
  const addresses = [backend.address(x, request.form), weights, backend.address(y, request.form)]
  if (bias !== undefined) addresses.push(backend.address(bias))
  operation.primitive.run(addresses)
  if (leak !== undefined) {
    const inPlace = backend.address(y, request.form)
    elementwise(backend, 'relu', sizeOf(y), leak, request.form).run([inPlace, inPlace])
  }
  return y
}
