import type { TensorInfo } from '@tensorflow/tfjs-core'
import { declined, defineKernel, type Kernel } from './defineKernel.ts'
import { logSoftmaxRow } from './softmax.ts'

interface Inputs {
  readonly logits: TensorInfo
  readonly labels: TensorInfo
}

const takes = ({ logits, labels }: Inputs): boolean =>
  logits.shape.length === 2 && labels.dtype === 'float32' && logits.dtype === 'float32'

/**
 * Cross-entropy of labels with logits, without clipping.
 *
 *     loss[i] = -sum_c labels[i, c] logSoftmax(logits)[i, c]
 *
 * - Labels may be any weights; they need not sum to 1.
 * - A label of exactly 0 contributes 0, even where the logarithm is -Infinity.
 */
export const crossEntropyKernels: readonly Kernel[] = [
  defineKernel<Inputs>('SoftmaxCrossEntropyWithLogits', (backend, inputs) => {
    if (!takes(inputs)) return declined
    const { logits, labels } = inputs
    const [rows = 0, columns = 0] = logits.shape
    const loss = backend.output([rows])
    const logs = new Float32Array(columns)
    const x = backend.floats(logits)
    const target = backend.floats(labels)
    const out = backend.floats(loss)
    for (let r = 0; r < rows; r++) {
      logSoftmaxRow(x, r * columns, logs)
      let sum = 0
      for (let c = 0; c < columns; c++) {
        const weight = target[r * columns + c] as number // in range
        if (weight !== 0) sum -= weight * (logs[c] as number)
      }
      out[r] = sum
    }
    return loss
  }),
  defineKernel<Inputs & { dy: TensorInfo }>('SoftmaxCrossEntropyWithLogitsGrad', (backend, { dy, logits, labels }) => {
    const [rows = 0, columns = 0] = logits.shape
    const gradient = backend.output(logits.shape)
    const logs = new Float32Array(columns)
    const x = backend.floats(logits)
    const target = backend.floats(labels)
    const out = backend.floats(gradient)
    const scale = backend.floats(dy)
    for (let r = 0; r < rows; r++) {
      const start = r * columns
      logSoftmaxRow(x, start, logs)
      let mass = 0
      for (let i = start; i < start + columns; i++) mass += target[i] as number // in range
      const factor = scale[r] as number
      for (let c = 0; c < columns; c++)
        out[start + c] = factor * (Math.exp(logs[c] as number) * mass - (target[start + c] as number))
    }
    return gradient
  }),
]
