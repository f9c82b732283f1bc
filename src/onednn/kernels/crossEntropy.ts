import type { TensorInfo } from '@tensorflow/tfjs-core'
import { declined, defineKernel, type Kernel } from '../kernel.ts'

/** Writes log(softmax(row)) of every row. */
const logSoftmaxRows = (x: Float32Array, y: Float32Array, rows: number, columns: number): void => {
  for (let r = 0; r < rows; r++) {
    const start = r * columns
    let greatest = Number.NEGATIVE_INFINITY
    for (let c = 0; c < columns; c++) greatest = Math.max(greatest, x[start + c] as number) // in range
    let sum = 0
    for (let c = 0; c < columns; c++) sum += Math.exp((x[start + c] as number) - greatest)
    const shift = greatest + Math.log(sum)
    for (let c = 0; c < columns; c++) y[start + c] = (x[start + c] as number) - shift
  }
}

interface Inputs {
  readonly logits: TensorInfo
  readonly labels: TensorInfo
}

const takes = ({ logits, labels }: Inputs): boolean =>
  logits.shape.length === 2 && labels.dtype === 'float32' && logits.dtype === 'float32'

/**
 * Cross-entropy of labels (any distribution, or weights that do not sum to one) with logits, without clipping.
 *
 * loss[i] = -sum_c labels[i, c] logSoftmax(logits)[i, c]. A label of exactly 0 contributes 0 even where the log is -Infinity.
 * The second output is logSoftmax(logits), which the gradient needs.
 */
export const crossEntropyKernels: readonly Kernel[] = [
  defineKernel<Inputs>('SoftmaxCrossEntropyWithLogits', (backend, inputs) => {
    if (!takes(inputs)) return declined
    const { logits, labels } = inputs
    const [rows = 0, columns = 0] = logits.shape
    const loss = backend.output([rows])
    const logProbabilities = backend.output(logits.shape)
    const y = backend.floats(logProbabilities)
    const target = backend.floats(labels)
    const out = backend.floats(loss)
    logSoftmaxRows(backend.floats(logits), y, rows, columns)
    for (let r = 0; r < rows; r++) {
      let sum = 0
      for (let i = r * columns; i < (r + 1) * columns; i++) {
        const weight = target[i] as number // in range
        if (weight !== 0) sum -= weight * (y[i] as number)
      }
      out[r] = sum
    }
    return [loss, logProbabilities]
  }),
  defineKernel<{ dy: TensorInfo; labels: TensorInfo; logProbabilities: TensorInfo }>(
    'SoftmaxCrossEntropyWithLogitsGrad',
    (backend, { dy, labels, logProbabilities }) => {
      const [rows = 0, columns = 0] = labels.shape
      const gradient = backend.output(labels.shape)
      const out = backend.floats(gradient)
      const scale = backend.floats(dy)
      const target = backend.floats(labels)
      const logs = backend.floats(logProbabilities)
      for (let r = 0; r < rows; r++) {
        const start = r * columns
        let mass = 0
        for (let i = start; i < start + columns; i++) mass += target[i] as number // in range
        const factor = scale[r] as number
        for (let i = start; i < start + columns; i++)
          out[i] = factor * (Math.exp(logs[i] as number) * mass - (target[i] as number))
      }
      return gradient
    },
  ),
]
