import { type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../../backend.ts'
import { argument } from '../../capi/constants.ts'
import { createOperation, type Operation } from '../../operation/operation.ts'
import { dense } from '../../shape/layout.ts'
import { sizeOf } from '../../shape/sizeOf.ts'
import { declined, defineKernel, type Kernel } from '../defineKernel.ts'
import { spreadOverImage } from '../pooling/pooling.ts'

/** A reduction of the middle axis of [outer, reduced, inner]. */
interface Reduction {
  readonly outer: number
  readonly reduced: number
  readonly inner: number
}

/** The axes to reduce, counted from the front; none if the attribute is absent. */
const axesOf = (shape: readonly number[], axis: number | readonly number[] | undefined): readonly number[] =>
  util.parseAxisParam(axis === undefined ? [] : (axis as number[]), [...shape]) // tfjs only reads the list

/** Whether the kernels here take these axes: they must lie side by side. */
export const areAdjacent = (shape: readonly number[], axes: readonly number[]): boolean =>
  reductionOf(shape, axes) !== undefined

/** The reduction as one middle axis; undefined if the reduced axes do not lie side by side. */
const reductionOf = (shape: readonly number[], axes: readonly number[]): Reduction | undefined => {
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

/** From this many elements on, a matrix product with a row of equal weights beats a loop. */
const largeArray = 16384

const weightedSum = (backend: OneDnnBackend, { outer, reduced, inner }: Reduction): Operation =>
  backend.operation(`r${outer},${reduced},${inner}`, () => {
    const { primitives } = backend
    const name = `sum the middle of [${outer}, ${reduced}, ${inner}]`
    const flat = outer === 1
    const weights = primitives.describe(dense(flat ? [1, reduced] : [1, 1, reduced]))
    const x = primitives.describe(dense(flat ? [reduced, inner] : [outer, reduced, inner]))
    const y = primitives.describe(dense(flat ? [1, inner] : [outer, 1, inner]))
    const descriptor = primitives.matMul(name, weights, x, null, y)
    const operation = createOperation(primitives, name, descriptor, [
      { argument: argument.source, descriptor: weights },
      { argument: argument.weights, descriptor: x },
      { argument: argument.destination, descriptor: y },
    ])
    for (const each of [weights, x, y]) primitives.forget(each)
    return operation
  })

const sumLoop = (x: Float32Array, y: Float32Array, { outer, reduced, inner }: Reduction, factor: number): void => {
  if (inner === 1) {
    for (let o = 0; o < outer; o++) {
      let sum = 0
      for (let i = o * reduced; i < (o + 1) * reduced; i++) sum += x[i] as number // in range by construction
      y[o] = sum * factor
    }
    return
  }
  const sums = new Float64Array(inner)
  for (let o = 0; o < outer; o++) {
    sums.fill(0)
    for (let r = 0; r < reduced; r++) {
      const start = (o * reduced + r) * inner
      for (let i = 0; i < inner; i++) sums[i] = (sums[i] as number) + (x[start + i] as number)
    }
    for (let i = 0; i < inner; i++) y[o * inner + i] = (sums[i] as number) * factor
  }
}

const maximumLoop = (x: Float32Array, y: Float32Array, { outer, reduced, inner }: Reduction): void => {
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let greatest = Number.NEGATIVE_INFINITY
      let at = o * reduced * inner + i
      for (let r = 0; r < reduced; r++) {
        const value = x[at] as number // in range by construction
        if (value > greatest || Number.isNaN(value)) greatest = value
        if (Number.isNaN(greatest)) break
        at += inner
      }
      y[o * inner + i] = greatest
    }
}

interface Attributes {
  readonly axis?: number | readonly number[]
  readonly keepDims?: boolean
}

const outputShape = (shape: readonly number[], axes: readonly number[], keepDims: boolean | undefined): number[] =>
  shape.flatMap((extent, i) => (axes.includes(i) ? (keepDims === true ? [1] : []) : [extent]))

/** Writes factor times the sum over the middle axis into y. */
const sumMiddle = (
  backend: OneDnnBackend,
  x: TensorInfo,
  y: TensorInfo,
  reduction: Reduction,
  factor: number,
): void => {
  if (reduction.inner > 1 && reduction.reduced > 1 && sizeOf(x) >= largeArray) {
    const weights = backend.constant(reduction.reduced, factor)
    weightedSum(backend, reduction).run([weights.address, backend.address(x), backend.address(y)])
  } else sumLoop(backend.floats(x), backend.floats(y), reduction, factor)
}

/** The sum over the rows of a matrix: [rows, columns] to [columns]. */
export const sumRows = (backend: OneDnnBackend, x: TensorInfo): TensorInfo => {
  const [rows = 0, columns = 0] = x.shape
  const y = backend.output([columns])
  sumMiddle(backend, x, y, { outer: 1, reduced: rows, inner: columns }, 1)
  return y
}

const summing = (name: string, factorOf: (reduced: number) => number): Kernel =>
  defineKernel<{ x: TensorInfo }, Attributes>(name, (backend, { x }, { axis, keepDims }) => {
    if (x.dtype !== 'float32' || sizeOf(x) === 0) return declined
    const axes = axesOf(x.shape, axis)
    const reduction = reductionOf(x.shape, axes)
    if (reduction === undefined) return declined
    const y = backend.output(outputShape(x.shape, axes, keepDims))
    sumMiddle(backend, x, y, reduction, factorOf(reduction.reduced))
    return y
  })

/**
 * Repeats each row of [outer, inner] along the middle axis, times a factor.
 *
 * Computes one repetition, then copies memory.
 */
const repeat = (dy: Float32Array, dx: Float32Array, { outer, reduced, inner }: Reduction, factor: number): void => {
  for (let o = 0; o < outer; o++) {
    const start = o * reduced * inner
    const end = start + reduced * inner
    for (let i = 0; i < inner; i++) dx[start + i] = (dy[o * inner + i] as number) * factor // in range by construction
    for (let filled = inner; filled < reduced * inner; filled *= 2)
      dx.copyWithin(start + filled, start, Math.min(start + filled, end - filled))
  }
}

/**
 * Sums, means and maxima, and the gradient of the mean.
 *
 * - Declines axes that do not lie side by side.
 * - `MeanGrad` uses only the shape and the form of x.
 */
export const reductionKernels: readonly Kernel[] = [
  summing('Sum', () => 1),
  summing('Mean', (reduced) => 1 / reduced),
  defineKernel<{ x: TensorInfo }, { reductionIndices: number | readonly number[]; keepDims: boolean }>(
    'Max',
    (backend, { x }, { reductionIndices, keepDims }) => {
      if (x.dtype !== 'float32' || sizeOf(x) === 0) return declined
      const axes = axesOf(x.shape, reductionIndices)
      const reduction = reductionOf(x.shape, axes)
      if (reduction === undefined) return declined
      const y = backend.output(outputShape(x.shape, axes, keepDims))
      maximumLoop(backend.floats(x), backend.floats(y), reduction)
      return y
    },
  ),
  defineKernel<{ dy: TensorInfo; x: TensorInfo }, Attributes>('MeanGrad', (backend, { dy, x }, { axis }) => {
    if (x.dtype !== 'float32' || dy.dtype !== 'float32' || sizeOf(x) === 0) return declined
    const axes = axesOf(x.shape, axis)
    const reduction = reductionOf(x.shape, axes)
    if (reduction === undefined || sizeOf(dy) !== reduction.outer * reduction.inner) return declined
    if (backend.formOf(x) !== 'float32' && x.shape.length === 4 && `${axes}` === '1,2')
      return spreadOverImage(backend, dy, x)
    const dx = backend.output(x.shape)
    repeat(backend.floats(dy), backend.floats(dx), reduction, 1 / reduction.reduced)
    return dx
  }),
]
