import { type backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'

/** Whether oneDNN takes a convolution: all tensors float32, no extent 0, and no groups of input channels. */
export const takes = (info: backend_util.Conv2DInfo, depthwise: boolean, ...infos: readonly TensorInfo[]): boolean =>
  info.batchSize > 0 &&
  info.outHeight > 0 &&
  info.outWidth > 0 &&
  info.inChannels > 0 &&
  info.outChannels > 0 &&
  (depthwise || info.filterShape[2] === info.inChannels) &&
  infos.every(({ dtype }) => dtype === 'float32')

/**
 * Whether a gradient has the shape of the output.
 *
 * tfjs checks only its channels, and a primitive that reads through an address checks no bounds.
 */
export const fits = (dy: TensorInfo, { outShape }: backend_util.Conv2DInfo): boolean =>
  util.arraysEqual(dy.shape, outShape)
