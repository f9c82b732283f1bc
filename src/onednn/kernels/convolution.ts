import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../backend.ts'
import { type ConvolutionRequest, convolutionKey, createConvolution } from '../convolutionOperation.ts'
import { elementwise } from '../elementwiseOperation.ts'
import { isBlocked } from '../form.ts'
import { declined, defineKernel, type Kernel } from '../kernel.ts'
import type { PostOperation } from '../primitive/postOperation.ts'
import { sizeOf } from '../sizeOf.ts'

interface ConvolutionAttributes {
  readonly strides: number | [number, number]
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding
  readonly dataFormat?: 'NHWC' | 'NCHW'
  readonly dilations?: number | [number, number]
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

type Four = [number, number, number, number]
const four = (shape: readonly number[]): Four => shape as Four // tfjs checks the rank before it runs the kernel

/** The geometry that tfjs computes for a convolution kernel's attributes. */
export const convolutionInfo = (
  inShape: readonly number[],
  filterShape: readonly number[],
  { strides, pad, dataFormat, dilations, dimRoundingMode }: ConvolutionAttributes,
  depthwise: boolean,
): backend_util.Conv2DInfo =>
  backend_util.computeConv2DInfo(
    four(inShape),
    four(filterShape),
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
    dataFormat === 'NCHW' ? 'channelsFirst' : 'channelsLast',
  )

/** Whether oneDNN takes the convolution: nothing empty, and no group of input channels smaller than the image has. */
const taken = (info: backend_util.Conv2DInfo, depthwise: boolean, ...infos: readonly TensorInfo[]): boolean =>
  info.batchSize > 0 &&
  info.outHeight > 0 &&
  info.outWidth > 0 &&
  info.inChannels > 0 &&
  info.outChannels > 0 &&
  (depthwise || info.filterShape[2] === info.inChannels) &&
  infos.every(({ dtype }) => dtype === 'float32')

/** Whether a gradient has the shape of the output; tfjs checks its channels only, and addresses know no bounds. */
const fits = (dy: TensorInfo, { outShape }: backend_util.Conv2DInfo): boolean => util.arraysEqual(dy.shape, outShape)

/** From this many multiplications on, Winograd's algorithm is worth the reorders into blocks and out of them. */
const worthWinograd = 2 ** 24

/** In which form, and by which algorithm, a convolution of these images runs. */
const waysOf = (
  backend: OneDnnBackend,
  info: backend_util.Conv2DInfo,
  depthwise: boolean,
  images: readonly TensorInfo[],
): Pick<ConvolutionRequest, 'form' | 'winograd'> => {
  const { precision } = backend.library
  const { inChannels, outChannels, strideHeight, strideWidth, dilationHeight, dilationWidth } = info
  const blockable = !depthwise && info.dataFormat === 'channelsLast' && inChannels % 16 === 0 && outChannels % 16 === 0
  if (!blockable) return { form: precision, winograd: false }
  // Without tiles convolutions are as fast in either order; batch norm is more than twice as fast in blocks.
  if (precision === 'bfloat16')
    return { form: backend.library.matrixTiles ? 'bfloat16' : 'blockedBfloat16', winograd: false }
  if (!backend.library.winograd) return { form: 'float32', winograd: false }
  const plain3x3 =
    info.filterHeight === 3 &&
    info.filterWidth === 3 &&
    strideHeight * strideWidth * dilationHeight * dilationWidth === 1
  const multiplications = info.batchSize * info.outHeight * info.outWidth * inChannels * outChannels * 9
  const winograd = plain3x3 && multiplications >= worthWinograd
  const blocked = winograd || images.some((image) => backend.formOf(image) === 'blocked')
  return { form: blocked ? 'blocked' : 'float32', winograd }
}

/** A convolution of each channel by itself leaves its image in the blocks that it finds it in. */
const depthwiseWaysOf = (
  backend: OneDnnBackend,
  info: backend_util.Conv2DInfo,
  x: TensorInfo,
): Pick<ConvolutionRequest, 'form' | 'winograd'> => {
  const form = backend.formOf(x)
  const stays = isBlocked(form) && info.dataFormat === 'channelsLast' && info.outChannels === info.inChannels
  return { form: stays ? form : backend.library.precision, winograd: false }
}

/** The slope of the leaky relu among post-operations. */
const leakOf = (post: readonly PostOperation[]): number | undefined =>
  post.flatMap((each) => ('eltwise' in each && each.eltwise === 'relu' && each.alpha !== 0 ? [each.alpha] : [])).at(-1)

/** y = activation(conv(x, filter) + bias), in one pass; a leaky relu after Winograd's algorithm, which takes in only slope 0, in a second one, in place. */
export const convolve = (
  backend: OneDnnBackend,
  x: TensorInfo,
  filter: TensorInfo,
  bias: TensorInfo | undefined,
  info: backend_util.Conv2DInfo,
  depthwise: boolean,
  post: readonly PostOperation[],
): TensorInfo | typeof declined => {
  if (!taken(info, depthwise, x, filter)) return declined
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
  const operation = backend.operation(key, () => createConvolution(backend, request))
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

const weightsFor = (
  backend: OneDnnBackend,
  filter: TensorInfo,
  key: string,
  { reorder, weightBytes }: ReturnType<typeof createConvolution>,
): number =>
  reorder === undefined
    ? backend.address(filter)
    : backend.derived(filter, key, weightBytes, ({ address }) => reorder.run([backend.address(filter), address]))
        .address

const gradientOfInput = (
  backend: OneDnnBackend,
  dy: TensorInfo,
  filter: TensorInfo,
  info: backend_util.Conv2DInfo,
  depthwise: boolean,
): TensorInfo | typeof declined => {
  if (!taken(info, depthwise, dy, filter) || !fits(dy, info)) return declined
  const request: ConvolutionRequest = {
    kind: 'backwardData',
    info,
    depthwise,
    bias: false,
    post: [],
    ...waysOf(backend, info, depthwise, [dy]),
  }
  const key = convolutionKey(request)
  const operation = backend.operation(key, () => createConvolution(backend, request))
  const dx = backend.outputOf(info.inShape, request.form)
  const weights = weightsFor(backend, filter, key, operation)
  operation.primitive.run([backend.address(dy, request.form), weights, backend.address(dx, request.form)])
  return dx
}

const gradientOfFilter = (
  backend: OneDnnBackend,
  x: TensorInfo,
  dy: TensorInfo,
  info: backend_util.Conv2DInfo,
  depthwise: boolean,
): TensorInfo | typeof declined => {
  if (!taken(info, depthwise, x, dy) || !fits(dy, info)) return declined
  const request: ConvolutionRequest = {
    kind: 'backwardWeights',
    info,
    depthwise,
    bias: false,
    post: [],
    ...waysOf(backend, info, depthwise, [x, dy]),
  }
  const operation = backend.operation(convolutionKey(request), () => createConvolution(backend, request))
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

/* The relu of oneDNN turns NaN into 0, here as in the batch norm of training. */
const activations: Readonly<Record<string, (leakyAlpha: number) => readonly PostOperation[]>> = {
  linear: () => [],
  relu: () => [{ eltwise: 'relu', alpha: 0, beta: 0 }],
  relu6: () => [{ eltwise: 'clip', alpha: 0, beta: 6 }],
  leakyrelu: (alpha) => [{ eltwise: 'relu', alpha, beta: 0 }],
  elu: () => [{ eltwise: 'elu', alpha: 1, beta: 0 }],
  sigmoid: () => [{ eltwise: 'logistic', alpha: 0, beta: 0 }],
}

/** The post-operations of a fused kernel's activation; undefined for those that oneDNN does not fuse as tfjs means them. */
export const postOperationsOf = (
  activation: string | undefined,
  leakyAlpha: number | undefined,
): readonly PostOperation[] | undefined => activations[activation ?? 'linear']?.(leakyAlpha ?? 0.2)

interface FusedInputs {
  readonly x: TensorInfo
  readonly filter: TensorInfo
  readonly bias?: TensorInfo
}
interface FusedAttributes extends ConvolutionAttributes {
  readonly activation?: string
  readonly leakyreluAlpha?: number
}

const fused = (name: string, depthwise: boolean): Kernel =>
  defineKernel<FusedInputs, FusedAttributes>(name, (backend, { x, filter, bias }, attributes) => {
    const post = postOperationsOf(attributes.activation, attributes.leakyreluAlpha)
    if (post === undefined) return declined
    const info = convolutionInfo(x.shape, filter.shape, attributes, depthwise)
    if (bias !== undefined && (bias.dtype !== 'float32' || sizeOf(bias) !== info.outChannels)) return declined
    return convolve(backend, x, filter, bias, info, depthwise, post)
  })

/** Two-dimensional convolution, its fused form and both gradients, dense and depthwise. */
export const convolutionKernels: readonly Kernel[] = [
  defineKernel<{ x: TensorInfo; filter: TensorInfo }, ConvolutionAttributes>(
    'Conv2D',
    (backend, { x, filter }, attributes) =>
      convolve(backend, x, filter, undefined, convolutionInfo(x.shape, filter.shape, attributes, false), false, []),
  ),
  defineKernel<{ x: TensorInfo; filter: TensorInfo }, ConvolutionAttributes>(
    'DepthwiseConv2dNative',
    (backend, { x, filter }, attributes) =>
      convolve(backend, x, filter, undefined, convolutionInfo(x.shape, filter.shape, attributes, true), true, []),
  ),
  fused('FusedConv2D', false),
  fused('FusedDepthwiseConv2D', true),
  defineKernel<{ dy: TensorInfo; filter: TensorInfo }, ConvolutionAttributes & { inputShape: number[] }>(
    'Conv2DBackpropInput',
    (backend, { dy, filter }, attributes) =>
      gradientOfInput(
        backend,
        dy,
        filter,
        convolutionInfo(attributes.inputShape, filter.shape, { ...attributes, dilations: 1 }, false),
        false,
      ),
  ),
  defineKernel<{ x: TensorInfo; dy: TensorInfo }, ConvolutionAttributes & { filterShape: number[] }>(
    'Conv2DBackpropFilter',
    (backend, { x, dy }, attributes) =>
      gradientOfFilter(
        backend,
        x,
        dy,
        convolutionInfo(x.shape, attributes.filterShape, { ...attributes, dilations: 1 }, false),
        false,
      ),
  ),
  defineKernel<{ dy: TensorInfo; filter: TensorInfo }, ConvolutionAttributes & { inputShape: number[] }>(
    'DepthwiseConv2dNativeBackpropInput',
    (backend, { dy, filter }, attributes) =>
      gradientOfInput(
        backend,
        dy,
        filter,
        convolutionInfo(attributes.inputShape, filter.shape, attributes, true),
        true,
      ),
  ),
  defineKernel<{ x: TensorInfo; dy: TensorInfo }, ConvolutionAttributes & { filterShape: number[] }>(
    'DepthwiseConv2dNativeBackpropFilter',
    (backend, { x, dy }, attributes) =>
      gradientOfFilter(backend, x, dy, convolutionInfo(x.shape, attributes.filterShape, attributes, true), true),
  ),
]
