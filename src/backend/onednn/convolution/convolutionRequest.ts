import type { backend_util } from '@tensorflow/tfjs-core'
import type { PostOperation } from '../capi/postOperation.ts'
import type { Form } from '../shape/form.ts'

export type ConvolutionKind = 'forward' | 'backwardData' | 'backwardWeights'

/** A convolution of one shape, and how to run it. */
export interface ConvolutionRequest {
  readonly kind: ConvolutionKind
  readonly info: backend_util.Conv2DInfo
  readonly depthwise: boolean
  readonly bias: boolean
  readonly post: readonly PostOperation[]
  /** The form of the images. */
  readonly form: Form
  /** Whether to use Winograd's algorithm if oneDNN has it for the shape. */
  readonly winograd: boolean
}

/** The name of a convolution in a failure. */
export const nameOf = ({ kind, info, depthwise }: ConvolutionRequest): string =>
  `build ${depthwise ? 'depthwise ' : ''}convolution (${kind}) of [${info.inShape.join(', ')}] with filter [${info.filterShape.join(', ')}] to [${info.outShape.join(', ')}]`

/** The key of a convolution in the cache. */
export const convolutionKey = ({ kind, info, depthwise, bias, form, post, winograd }: ConvolutionRequest): string =>
  `c${kind}${form}${winograd ? 'W' : ''}${depthwise ? 'd' : ''}${bias ? 'b' : ''}${info.dataFormat}|${info.inShape}|${info.filterShape}|${info.outShape}|${info.strideHeight},${info.strideWidth},${info.dilationHeight},${info.dilationWidth},${info.padInfo.top},${info.padInfo.left}${post.length === 0 ? '' : JSON.stringify(post)}`
