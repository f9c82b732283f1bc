import type { DataType } from '../capi/constants.ts'
import type { Layout } from '../capi/descriptor.ts'

/** The extents of an image. */
export type Extents = readonly [n: number, h: number, w: number, c: number]

/** Strides of a dense row-major tensor. */
export const rowMajor = (dims: readonly number[]): readonly number[] => {
  const strides = new Array<number>(dims.length)
  let stride = 1
  for (let i = dims.length - 1; i >= 0; i--) {
    strides[i] = stride
    stride *= dims[i] ?? 1
  }
  return strides
}

/** A dense row-major tensor. */
export const dense = (dims: readonly number[], type: DataType = 'float32'): Layout => ({
  dims,
  type,
  strides: rowMajor(dims),
})

/**
 * An image in the order of tfjs: n, h, w, c, or n, c, h, w unless channels come last. oneDNN counts dims as
 * n, c, h, w.
 */
export const image = ([n, h, w, c]: Extents, channelsLast: boolean, type: DataType = 'float32'): Layout => ({
  dims: [n, c, h, w],
  type,
  strides: channelsLast ? [h * w * c, 1, w * c, c] : [c * h * w, h * w, w, 1],
})

/**
 * An image in blocks, for the fastest convolutions: [n, c / 16, h, w, 16]. Channels must be a multiple of 16.
 */
export const blockedImage = ([n, h, w, c]: Extents, type: DataType = 'float32'): Layout => ({
  dims: [n, c, h, w],
  type,
  strides: 'blocked',
})

/** A tensor whose layout the primitive chooses. */
export const anyLayout = (dims: readonly number[], type: DataType = 'float32'): Layout => ({
  dims,
  type,
  strides: 'any',
})
