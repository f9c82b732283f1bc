import { type backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'

/** Whether oneDNN takes the convolution: nothing empty, and no group of input channels smaller than the image has. */
export const takes = (info: backend_util.Conv2DInfo, depthwise: boolean, ...infos: readonly TensorInfo[]): boolean =>
  info.batchSize > 0 &&
  info.outHeight > 0 &&
  info.outWidth > 0 &&
  info.inChannels > 0 &&
  info.outChannels > 0 &&
  (depthwise || info.filterShape[2] === info.inChannels) &&
  infos.every(({ dtype }) => dtype === 'float32')

/** Whether a gradient has the shape of the output; tfjs checks its channels only, and addresses know no bounds. */
export const fits = (dy: TensorInfo, { outShape }: backend_util.Conv2DInfo): boolean =>
  util.arraysEqual(dy.shape, outShape)
