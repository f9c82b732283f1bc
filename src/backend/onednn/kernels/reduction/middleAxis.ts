import { util } from '@tensorflow/tfjs-core'

/** A reduction of the middle axis of [outer, reduced, inner]. */
export interface Reduction {
  readonly outer: number
  readonly reduced: number
  readonly inner: number
}

/** The axes to reduce, counted from the front; none if the attribute is absent. */
export const axesOf = (shape: readonly number[], axis: number | readonly number[] | undefined): readonly number[] =>
  util.parseAxisParam(axis === undefined ? [] : (axis as number[]), [...shape]) // tfjs only reads the list

/** The reduction as one middle axis; undefined if the reduced axes do not lie side by side. */
export const reductionOf = (shape: readonly number[], axes: readonly number[]): Reduction | undefined => {
  if (axes.length === 0) return undefined
  const sorted = [...axes].sort((a, b) => a - b)
  const first = sorted[0] ?? 0
  const last = sorted.at(-1) ?? 0
  const product = (extents: readonly number[]): number => extents.reduce((x, y) => x * y, 1)
  const inside = shape.slice(first, last + 1)
  const between = inside.filter((_, i) => !sorted.includes(first + i))
  if (product(between) !== 1) return undefined
  return { outer: product(shape.slice(0, first)), reduced: product(inside), inner: product(shape.slice(last + 1)) }
}

/** Whether the kernels here take these axes: they must lie side by side. */
export const areAdjacent = (shape: readonly number[], axes: readonly number[]): boolean =>
  reductionOf(shape, axes) !== undefined
