import type { backend_util } from '@tensorflow/tfjs-core'
import type { Layout } from '../capi/descriptor.ts'
import type { Window } from '../capi/window.ts'

/** How the filter moves over the image. The padding at the end follows from the extents of the output. */
export const windowOf = (info: backend_util.Conv2DInfo): Window => {
  const after = (extent: number, out: number, stride: number, range: number, before: number): number =>
    Math.max(0, (out - 1) * stride + range - extent - before)
  const { top, left } = info.padInfo
  return {
    strides: [info.strideHeight, info.strideWidth],
    dilations: [info.dilationHeight, info.dilationWidth],
    padBefore: [top, left],
    padAfter: [
      after(info.inHeight, info.outHeight, info.strideHeight, info.effectiveFilterHeight, top),
      after(info.inWidth, info.outWidth, info.strideWidth, info.effectiveFilterWidth, left),
    ],
  }
}

/**
 * The filter as tfjs stores it: [h, w, in, out], or [h, w, in, multiplier] as one group per input channel.
 */
export const filterLayout = (info: backend_util.Conv2DInfo, depthwise: boolean): Layout => {
  const { filterHeight: h, filterWidth: w, inChannels: i, outChannels: o } = info
  return depthwise
    ? { dims: [i, o / i, 1, h, w], type: 'float32', strides: [o / i, 1, o, w * o, o] }
    : { dims: [o, i, h, w], type: 'float32', strides: [1, o, w * i * o, i * o] }
}
