import '@tensorflow/tfjs-backend-cpu'
import * as tf from '@tensorflow/tfjs-core'
import {
  describeProblem,
  type OneDnnHandle,
  openOneDnn,
  type Precision,
  registerOneDnn,
} from '../../../src/backend/onednn/index.ts'
import { registerGradients } from '../../../src/tensor/gradient/registerGradients.ts'

/** Opens oneDNN and registers the backend with poisoned outputs. Call it once per test file. */
export const openForTests = (precision: Precision = 'float32'): OneDnnHandle => {
  const opened = openOneDnn({ threads: 1, precision })
  if (opened._tag === 'Left') throw new Error(describeProblem(opened.left))
  const handle = registerOneDnn(opened.right)
  registerGradients()
  handle.settings.poison = true
  return handle
}

/** The values of every tensor that `compute` returns on a backend. */
export const valuesOn = async (backend: string, compute: () => tf.Tensor | tf.Tensor[]): Promise<number[][]> => {
  await tf.setBackend(backend)
  const tensors = tf.tidy(() => [compute()].flat())
  const values = tensors.map((tensor) => Array.from(tensor.dataSync()))
  tf.dispose(tensors)
  return values
}

/** The greatest difference between two lists of arrays, relative to the greatest magnitude of each array. */
export const greatestDifference = (a: readonly number[][], b: readonly number[][]): number =>
  a.length !== b.length
    ? Number.POSITIVE_INFINITY
    : Math.max(
        0,
        ...a.map((values, i) => {
          const others = b[i] ?? []
          if (values.length !== others.length) return Number.POSITIVE_INFINITY
          const scale = others.reduce((greatest, value) => Math.max(greatest, Math.abs(value)), 1e-3)
          return values.reduce((worst, value, j) => {
            const other = others[j] ?? Number.NaN
            if (Object.is(value, other) || value === other) return worst
            const difference = Math.abs(value - other) / scale
            return Number.isNaN(difference) ? Number.POSITIVE_INFINITY : Math.max(worst, difference)
          }, 0)
        }),
      )

/** Reproducible values in (-1, 1). */
export const noise = (shape: readonly number[], seed: number): tf.Tensor =>
  tf.randomUniform([...shape], -1, 1, 'float32', seed)

/** All outputs of a kernel of the current backend. */
export const outputs = (name: string, inputs: Record<string, tf.Tensor>, attributes: object = {}): tf.Tensor[] => {
  // tfjs types attributes loosely
  const results: tf.Tensor | tf.Tensor[] = tf.engine().runKernel(name, inputs, attributes as tf.NamedAttrMap)
  return Array.isArray(results) ? results : [results]
}

/** The first output of a kernel of the current backend. */
export const run = (name: string, inputs: Record<string, tf.Tensor>, attributes: object = {}): tf.Tensor =>
  outputs(name, inputs, attributes)[0]!
