import { dims64 } from './dims64.ts'

/** How a window moves over an image, by extents from the first to the last. */
export interface Window {
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  readonly padBefore: readonly number[]
  readonly padAfter: readonly number[]
}

/** A window as both versions read it; their dilations count the elements left out, so that 0 is none. */
export const windowValues = ({ strides, dilations, padBefore, padAfter }: Window) =>
  [dims64(strides), dims64(dilations.map((dilation) => dilation - 1)), dims64(padBefore), dims64(padAfter)] as const
