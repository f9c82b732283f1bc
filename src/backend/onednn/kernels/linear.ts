import type { TensorInfo } from '@tensorflow/tfjs-core'
import { declined, defineKernel, type Kernel } from './defineKernel.ts'
import { multiply, smallProduct } from './matMul.ts'
import { sumRows } from './reduction/sum.ts'

interface Inputs {
  readonly x: TensorInfo
  readonly weights: TensorInfo
}

/** x [rows, from], weights [from, to]. */
interface Sizes {
  readonly rows: number
  readonly from: number
  readonly to: number
}

/** The sizes of a product; undefined if these kernels do not take its ranks, types or extents. */
const sizesOf = ({ x, weights }: Inputs): Sizes | undefined => {
  if (x.shape.length !== 2 || weights.shape.length !== 2) return undefined
  if (x.dtype !== 'float32' || weights.dtype !== 'float32') return undefined
  const [rows = 0, from = 0] = x.shape
  const [inner = 0, to = 0] = weights.shape
  return inner === from && rows * from * to > 0 ? { rows, from, to } : undefined
}

const isRow = ({ shape, dtype }: TensorInfo, length: number): boolean =>
  dtype === 'float32' && shape.length === 1 && shape[0] === length

// Plain loops along rows, for products too small for a call of the library. Indices are in range.
const forwardLoop = (
  x: Float32Array,
  weights: Float32Array,
  offset: Float32Array,
  y: Float32Array,
  { rows, from, to }: Sizes,
): void => {
  for (let r = 0; r < rows; r++) {
    const out = r * to
    for (let j = 0; j < to; j++) y[out + j] = offset[j] as number
    for (let i = 0; i < from; i++) {
      const value = x[r * from + i] as number
      const row = i * to
      for (let j = 0; j < to; j++) y[out + j] = (y[out + j] as number) + value * (weights[row + j] as number)
    }
  }
}

const gradientOfInputLoop = (
  dy: Float32Array,
  weights: Float32Array,
  dx: Float32Array,
  { rows, from, to }: Sizes,
): void => {
  for (let r = 0; r < rows; r++)
    for (let i = 0; i < from; i++) {
      let sum = 0
      for (let j = 0; j < to; j++) sum += (dy[r * to + j] as number) * (weights[i * to + j] as number)
      dx[r * from + i] = sum
    }
}

const gradientOfWeightsLoop = (
  x: Float32Array,
  dy: Float32Array,
  dWeights: Float32Array,
  dOffset: Float32Array,
  { rows, from, to }: Sizes,
): void => {
  dWeights.fill(0, 0, from * to)
  dOffset.fill(0, 0, to)
  for (let r = 0; r < rows; r++) {
    const outer = r * to
    for (let j = 0; j < to; j++) dOffset[j] = (dOffset[j] as number) + (dy[outer + j] as number)
    for (let i = 0; i < from; i++) {
      const value = x[r * from + i] as number
      const row = i * to
      for (let j = 0; j < to; j++) dWeights[row + j] = (dWeights[row + j] as number) + value * (dy[outer + j] as number)
    }
  }
}

const isSmall = ({ rows, from, to }: Sizes): boolean => rows * from * to <= smallProduct
const plain = { transposeA: false, transposeB: false }

/**
 * A linear layer, and its three gradients in one call.
 *
 *     y = x weights + offset
 *     dx = dy weights^T, dWeights = x^T dy, dOffset = the sum of dy over the rows
 *
 * As tfjs operations these are seven kernels. In small networks the calls alone take most of the time.
 */
export const linearKernels: readonly Kernel[] = [
  defineKernel<Inputs & { offset: TensorInfo }>('Linear', (backend, { x, weights, offset }) => {
    const sizes = sizesOf({ x, weights })
    if (sizes === undefined || !isRow(offset, sizes.to)) return declined
    if (!isSmall(sizes)) return multiply(backend, x, weights, offset, plain, [])
    const y = backend.output([sizes.rows, sizes.to])
    forwardLoop(backend.floats(x), backend.floats(weights), backend.floats(offset), backend.floats(y), sizes)
    return y
  }),
  defineKernel<Inputs & { dy: TensorInfo }>('LinearGrad', (backend, { dy, x, weights }) => {
    const sizes = sizesOf({ x, weights })
    if (sizes === undefined || dy.dtype !== 'float32' || `${dy.shape}` !== `${[sizes.rows, sizes.to]}`) return declined
    if (!isSmall(sizes)) {
      const dx = multiply(backend, dy, weights, undefined, { ...plain, transposeB: true }, [])
      const dWeights = multiply(backend, x, dy, undefined, { ...plain, transposeA: true }, [])
      return dx === undefined || dWeights === undefined ? declined : [dx, dWeights, sumRows(backend, dy)]
    }
    const dx = backend.output(x.shape)
    const dWeights = backend.output(weights.shape)
    const dOffset = backend.output([sizes.to])
    const outer = backend.floats(dy)
    gradientOfInputLoop(outer, backend.floats(weights), backend.floats(dx), sizes)
    gradientOfWeightsLoop(backend.floats(x), outer, backend.floats(dWeights), backend.floats(dOffset), sizes)
    return [dx, dWeights, dOffset]
  }),
]
