import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../../backend.ts'
import { argument } from '../../capi/constants.ts'
import { createOperation, type Operation } from '../../operation/operation.ts'
import { dense } from '../../shape/layout.ts'
import { sizeOf } from '../../shape/sizeOf.ts'
import type { Reduction } from './middleAxis.ts'

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

/** Writes factor times the sum over the middle axis into y. */
export const sumMiddle = (
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
