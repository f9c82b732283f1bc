import { broadcast_util, type TensorInfo, util } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../backend.ts'
import { argument } from '../capi/constants.ts'
import type { PostOperation } from '../capi/postOperation.ts'
import { createOperation, type Operation } from '../operation/operation.ts'
import { postOperationsOf } from '../operation/postOperationsOf.ts'
import { dense } from '../shape/layout.ts'
import { declined, defineKernel, type Kernel } from './defineKernel.ts'

interface Attributes {
  readonly transposeA: boolean
  readonly transposeB: boolean
}

/** One product: batches, m rows, n columns, and k terms in each sum. */
interface Product {
  readonly batchA: number
  readonly batchB: number
  readonly m: number
  readonly n: number
  readonly k: number
  readonly transposeA: boolean
  readonly transposeB: boolean
}

/** Up to this many multiplications, a loop beats a call of the library. */
export const smallProduct = 2048

const productOf = (a: readonly number[], b: readonly number[], { transposeA, transposeB }: Attributes): Product => {
  const [rowsA = 1, columnsA = 1] = a.slice(-2)
  const [rowsB = 1, columnsB = 1] = b.slice(-2)
  const k = transposeA ? rowsA : columnsA
  // One row and one column are the same in memory. oneDNN 3.6 leaves a product of the two unwritten after it has
  // seen the product transposed.
  const turned = k > 1
  const leading = (shape: readonly number[]): number => shape.slice(0, -2).reduce((x, y) => x * y, 1)
  return {
    batchA: leading(a),
    batchB: leading(b),
    m: transposeA ? columnsA : rowsA,
    k,
    n: transposeB ? rowsB : columnsB,
    transposeA: transposeA && turned,
    transposeB: transposeB && turned,
  }
}

const create = (
  backend: OneDnnBackend,
  { batchA, batchB, m, n, k, transposeA, transposeB }: Product,
  bias: boolean,
  post: readonly PostOperation[],
): Operation => {
  const { primitives } = backend
  const batch = Math.max(batchA, batchB)
  const flat = batch === 1
  const matrix = (batches: number, rows: number, columns: number, transposed: boolean) => {
    const strides = transposed ? [1, rows] : [columns, 1]
    return primitives.describe({
      dims: flat ? [rows, columns] : [batches, rows, columns],
      type: 'float32',
      strides: flat ? strides : [rows * columns, ...strides],
    })
  }
  const name = `multiply [${batchA}, ${m}, ${k}] by [${batchB}, ${k}, ${n}]`
  const a = matrix(batchA, m, k, transposeA)
  const b = matrix(batchB, k, n, transposeB)
  const c = matrix(batch, m, n, false)
  const biasDescriptor = bias ? primitives.describe(dense(flat ? [1, n] : [1, 1, n])) : null
  const descriptors = [a, b, c, biasDescriptor]
  try {
    return createOperation(primitives, name, primitives.matMul(name, a, b, biasDescriptor, c, post), [
      { argument: argument.source, descriptor: a },
      { argument: argument.weights, descriptor: b },
      { argument: argument.destination, descriptor: c },
      ...(biasDescriptor === null ? [] : [{ argument: argument.bias, descriptor: biasDescriptor }]),
    ])
  } finally {
    for (const descriptor of descriptors) primitives.forget(descriptor)
  }
}

/** The plain triple loop. */
const multiplySmall = (
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
  { m, n, k, transposeA, transposeB }: Product,
): void => {
  const [rowA, stepA] = transposeA ? [1, m] : [k, 1]
  const [stepB, columnB] = transposeB ? [1, k] : [n, 1]
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let sum = 0
      let p = i * rowA
      let q = j * columnB
      for (let l = 0; l < k; l++) {
        sum += (a[p] as number) * (b[q] as number) // in range by construction
        p += stepA
        q += stepB
      }
      c[i * n + j] = sum
    }
}

/**
 * The matrix product c = activation(a b + bias).
 *
 * - Declines other types than float32, ranks below 2, extent 0, and batches that do not broadcast.
 */
export const multiply = (
  backend: OneDnnBackend,
  a: TensorInfo,
  b: TensorInfo,
  bias: TensorInfo | undefined,
  attributes: Attributes,
  post: readonly PostOperation[],
): TensorInfo | typeof declined => {
  if (a.dtype !== 'float32' || b.dtype !== 'float32' || a.shape.length < 2 || b.shape.length < 2) return declined
  const product = productOf(a.shape, b.shape, attributes)
  const { batchA, batchB, m, n, k } = product
  const batch = Math.max(batchA, batchB)
  if (batchA !== batchB && batchA !== 1 && batchB !== 1) return declined
  if (batch * m * n * k === 0 || k !== b.shape.at(attributes.transposeB ? -1 : -2)) return declined
  const leading = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2))
  if (util.sizeFromShape(leading) !== batch) return declined
  const c = backend.output([...leading, m, n])
  if (bias === undefined && post.length === 0 && batch === 1 && m * n * k <= smallProduct) {
    multiplySmall(backend.floats(a), backend.floats(b), backend.floats(c), product)
    return c
  }
  const key = `mm${batchA},${batchB},${m},${n},${k}${product.transposeA ? 'A' : ''}${product.transposeB ? 'B' : ''}${bias === undefined ? '' : '+'}${post.length === 0 ? '' : JSON.stringify(post)}`
  const operation = backend.operation(key, () => create(backend, product, bias !== undefined, post))
  const addresses = [backend.address(a), backend.address(b), backend.address(c)]
  if (bias !== undefined) addresses.push(backend.address(bias))
  operation.run(addresses)
  return c
}

interface FusedInputs {
  readonly a: TensorInfo
  readonly b: TensorInfo
  readonly bias?: TensorInfo
}

/** Matrix products, plain or with bias and activation, batched or not, with every transposition. */
export const matMulKernels: readonly Kernel[] = [
  defineKernel<{ a: TensorInfo; b: TensorInfo }, Attributes>('BatchMatMul', (backend, { a, b }, attributes) =>
    multiply(backend, a, b, undefined, attributes, []),
  ),
  defineKernel<FusedInputs, Attributes & { activation?: string; leakyreluAlpha?: number }>(
    '_FusedMatMul',
    (backend, { a, b, bias }, attributes) => {
      const post = postOperationsOf(attributes.activation, attributes.leakyreluAlpha)
      if (post === undefined) return declined
      const columns = attributes.transposeB ? b.shape.at(-2) : b.shape.at(-1)
      const size = bias?.shape.reduce((product, extent) => product * extent, 1)
      if (bias !== undefined && (bias.dtype !== 'float32' || size !== columns)) return declined
      return multiply(backend, a, b, bias, attributes, post)
    },
  ),
]
