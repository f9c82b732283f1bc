import { backend_util, type TensorInfo, util } from '@tensorflow/tfjs-core'

/** The window of a pooling, as tfjs passes it. */
export interface PoolingAttributes {
  readonly filterSize: number | [number, number]
  readonly strides: number | [number, number]
  readonly pad: 'valid' | 'same' | number | backend_util.ExplicitPadding
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil'
}

/** Window, padding and output extents of a pooling over an image of this shape. */
export const poolingInfo = (
  shape: readonly number[],
  { filterSize, strides, pad, dimRoundingMode }: PoolingAttributes,
) =>
  // tfjs checks the rank before it runs the kernel
  backend_util.computePool2DInfo(
    shape as [number, number, number, number],
    filterSize,
    strides,
    1,
    pad,
    dimRoundingMode,
  )

/** Whether oneDNN takes a pooling: float32, no extent 0, and no window that lies wholly in the padding. */
export const takes = (x: TensorInfo, { inShape, outShape, padInfo, ...window }: backend_util.Conv2DInfo): boolean =>
  x.dtype === 'float32' &&
  inShape.every((extent) => extent > 0) &&
  outShape.every((extent) => extent > 0) &&
  Math.max(padInfo.top, padInfo.bottom) < window.filterHeight &&
  Math.max(padInfo.left, padInfo.right) < window.filterWidth

/**
 * Whether a gradient has the shape of the output. A primitive that reads through an address checks no bounds.
 */
export const fits = (dy: TensorInfo, { outShape }: backend_util.Conv2DInfo): boolean =>
  dy.dtype === 'float32' && util.arraysEqual(dy.shape, outShape)
