import type { TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../backend.ts'
import { argument } from '../capi/constants.ts'
import { createOperation } from '../operation/operation.ts'
import { dense } from '../shape/layout.ts'
import { sizeOf } from '../shape/sizeOf.ts'
import { declined, defineKernel, type Kernel } from './defineKernel.ts'

/** From this many elements on, the primitive beats a loop. */
const largeArray = 2048

/**
 * Writes the logarithm of the softmax of one row.
 *
 *     logs = x - max - log(sum(exp(x - max)))
 *
 * - Stays finite for finite logits of any size.
 *
 * @param start index of the first number of the row
 * @param logs receives the result; its length is the length of the row
 */
export const logSoftmaxRow = (x: Float32Array, start: number, logs: Float32Array): void => {
  const columns = logs.length
  let greatest = Number.NEGATIVE_INFINITY
  for (let c = 0; c < columns; c++) greatest = Math.max(greatest, x[start + c] as number) // in range
  let sum = 0
  for (let c = 0; c < columns; c++) sum += Math.exp((x[start + c] as number) - greatest)
  const shift = greatest + Math.log(sum)
  for (let c = 0; c < columns; c++) logs[c] = (x[start + c] as number) - shift
}

const softmax = (
  backend: OneDnnBackend,
  logits: TensorInfo,
  axis: number,
  logarithm: boolean,
): TensorInfo | typeof declined => {
  const rank = logits.shape.length
  const columns = logits.shape.at(-1) ?? 1
  const size = sizeOf(logits)
  if (logits.dtype !== 'float32' || rank === 0 || size === 0) return declined
  if (axis !== -1 && axis !== rank - 1) return declined
  const rows = size / columns
  const y = backend.output(logits.shape)
  if (size >= largeArray) {
    const operation = backend.operation(`s${logarithm ? 'log' : ''}|${rows},${columns}`, () => {
      const { primitives } = backend
      const name = `${logarithm ? 'log-softmax' : 'softmax'} of [${rows}, ${columns}]`
      const data = primitives.describe(dense([rows, columns]))
      const built = createOperation(primitives, name, primitives.softmax(name, logarithm, data, 1), [
        { argument: argument.source, descriptor: data },
        { argument: argument.destination, descriptor: data },
      ])
      primitives.forget(data)
      return built
    })
    operation.run([backend.address(logits), backend.address(y)])
    return y
  }
  const x = backend.floats(logits)
  const out = backend.floats(y)
  for (let r = 0; r < rows; r++) {
    const row = out.subarray(r * columns, (r + 1) * columns)
    logSoftmaxRow(x, r * columns, row)
    if (!logarithm) for (let c = 0; c < columns; c++) row[c] = Math.exp(row[c] as number) // in range
  }
  return y
}

/** Softmax and its logarithm over the last axis. */
export const softmaxKernels: readonly Kernel[] = [
  defineKernel<{ logits: TensorInfo }, { dim: number }>('Softmax', (backend, { logits }, { dim }) =>
    softmax(backend, logits, dim, false),
  ),
  defineKernel<{ logits: TensorInfo }, { axis: number }>('LogSoftmax', (backend, { logits }, { axis }) =>
    softmax(backend, logits, axis, true),
  ),
]
