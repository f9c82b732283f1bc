import { dims64 } from './dims64.ts'

/** How a window moves over an image: one number for each spatial axis. */
export interface Window {
  readonly strides: readonly number[]
  readonly dilations: readonly number[]
  readonly padBefore: readonly number[]
  readonly padAfter: readonly number[]
}

/** A window as both versions read it. Their dilations count skipped elements, so 0 means a dense window. */
export const windowValues = ({ strides, dilations, padBefore, padAfter }: Window) =>
  [dims64(strides), dims64(dilations.map((dilation) => dilation - 1)), dims64(padBefore), dims64(padAfter)] as const
