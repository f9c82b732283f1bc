import type { TensorInfo } from '@tensorflow/tfjs-core'
import { sizeOf } from '../../shape/sizeOf.ts'
import { declined, defineKernel, type Kernel } from '../defineKernel.ts'
import { spreadOverImage } from '../pooling/spreadOverImage.ts'
import { axesOf, type Reduction, reductionOf } from './middleAxis.ts'
import { sumMiddle } from './sum.ts'

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
