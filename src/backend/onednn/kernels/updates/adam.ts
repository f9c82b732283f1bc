import type { NamedTensorInfoMap } from '@tensorflow/tfjs-core'
import { defineKernel, type Kernel } from '../defineKernel.ts'
import { likeEach, numbered } from './tensorLists.ts'

interface AdamAttributes {
  readonly count: number
  readonly rate: number
  readonly beta1: number
  readonly beta2: number
  readonly epsilon: number
  readonly step: number
  readonly decay: readonly number[]
  readonly decoupled: boolean
}

const adam = (
  parameters: Float32Array,
  gradients: Float32Array,
  means: Float32Array,
  squares: Float32Array,
  newParameters: Float32Array,
  newMeans: Float32Array,
  newSquares: Float32Array,
  { rate, beta1, beta2, epsilon, step, decoupled }: AdamAttributes,
  decay: number,
): void => {
  const shrink = decoupled ? 1 - rate * decay : 1
  const coupledDecay = decoupled ? 0 : decay
  const stepSize = rate / (1 - beta1 ** step)
  const unbias = 1 / Math.sqrt(1 - beta2 ** step)
  for (let i = 0; i < newParameters.length; i++) {
    const p = parameters[i] as number // all arrays have one length
    const g = (gradients[i] as number) + coupledDecay * p
    const m = beta1 * (means[i] as number) + (1 - beta1) * g
    const s = beta2 * (squares[i] as number) + (1 - beta2) * g * g
    newMeans[i] = m
    newSquares[i] = s
    newParameters[i] = shrink * p - (stepSize * m) / (Math.sqrt(s) * unbias + epsilon)
  }
}

/** Adam and AdamW, as plain loops. */
export const adamUpdate: Kernel = defineKernel<NamedTensorInfoMap, AdamAttributes>(
  'AdamUpdate',
  (backend, inputs, attributes) => {
    const { count, decay } = attributes
    const p = numbered(inputs, 'p', count)
    const g = numbered(inputs, 'g', count)
    const m = numbered(inputs, 'm', count)
    const s = numbered(inputs, 's', count)
    const newP = likeEach(backend, p)
    const newM = likeEach(backend, m)
    const newS = likeEach(backend, s)
    for (let i = 0; i < count; i++)
      adam(
        backend.floats(p[i]!),
        backend.floats(g[i]!),
        backend.floats(m[i]!),
        backend.floats(s[i]!),
        backend.floats(newP[i]!),
        backend.floats(newM[i]!),
        backend.floats(newS[i]!),
        attributes,
        decay[i] ?? 0,
      )
    return [...newP, ...newM, ...newS]
  },
)
