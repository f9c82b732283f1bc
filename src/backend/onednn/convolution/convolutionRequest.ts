import type { backend_util } from '@tensorflow/tfjs-core'
import type { PostOperation } from '../capi/postOperation.ts'
import type { Form } from '../shape/form.ts'

export type ConvolutionKind = 'forward' | 'backwardData' | 'backwardWeights'

/** A convolution of one shape, and how it is to run. */
export interface ConvolutionRequest {
  readonly kind: ConvolutionKind
  readonly info: backend_util.Conv2DInfo
  readonly depthwise: boolean
  readonly bias: boolean
  readonly post: readonly PostOperation[]
  /** How the images lie. */
  readonly form: Form
  /** By Winograd's algorithm where oneDNN has it for the shape, otherwise directly. */
  readonly winograd: boolean
}

/** What a failure calls it. */
export const nameOf = ({ kind, info, depthwise }: ConvolutionRequest): string =>
  `build ${depthwise ? 'depthwise ' : ''}convolution (${kind}) of [${info.inShape.join(', ')}] with filter [${info.filterShape.join(', ')}] to [${info.outShape.join(', ')}]`

/** The text that tells one convolution from another. */
export const convolutionKey = ({ kind, info, depthwise, bias, form, post, winograd }: ConvolutionRequest): string =>
  `c${kind}${form}${winograd ? 'W' : ''}${depthwise ? 'd' : ''}${bias ? 'b' : ''}${info.dataFormat}|${info.inShape}|${info.filterShape}|${info.outShape}|${info.strideHeight},${info.strideWidth},${info.dilationHeight},${info.dilationWidth},${info.padInfo.top},${info.padInfo.left}${post.length === 0 ? '' : JSON.stringify(post)}`
