import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../../backend.ts'
import { sgdOnLibrary } from '../../operation/sgd.ts'
import { sizeOf } from '../../shape/sizeOf.ts'
import { defineKernel, type Kernel } from '../defineKernel.ts'

/** From this many parameters on, primitives beat a loop. */
const largeArray = 4096

/** The tensors `p0, p1, ...` among a kernel's inputs. */
const numbered = (inputs: NamedTensorInfoMap, letter: string, count: number): readonly TensorInfo[] =>
  Array.from({ length: count }, (_, i) => {
    const tensor = inputs[`${letter}${i}`]
    if (tensor === undefined) throw new Error(`Expected an input ${letter}${i} of ${count}, received none.`)
    return tensor
  })

const likeEach = (backend: OneDnnBackend, tensors: readonly TensorInfo[]): TensorInfo[] =>
  tensors.map(({ shape }) => backend.output(shape))

interface SgdAttributes {
  readonly count: number
  readonly rate: number
  readonly momentum: number
  readonly nesterov: boolean
  readonly decay: readonly number[]
}

const sgd = (
  parameters: Float32Array,
  gradients: Float32Array,
  velocities: Float32Array,
  newParameters: Float32Array,
  newVelocities: Float32Array,
  rate: number,
  momentum: number,
  decay: number,
  ofGradient: number,
  ofVelocity: number,
): void => {
  for (let i = 0; i < newParameters.length; i++) {
    const p = parameters[i] as number // all arrays have one length
    const g = (gradients[i] as number) + decay * p
    const v = momentum * (velocities[i] as number) + g
    newVelocities[i] = v
    newParameters[i] = p - rate * (ofGradient * g + ofVelocity * v)
  }
}

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

/**
 * Update rules for all parameters in one kernel call. They write new tensors.
 *
 *     SgdUpdate:     g' = g + decay p
 *                    v' = momentum v + g'
 *                    p' = p - rate (nesterov ? g' + momentum v' : v')
 *     AdamUpdate:    m' = beta1 m + (1 - beta1) g'
 *                    s' = beta2 s + (1 - beta2) g'^2
 *                    p' = p - rate m'/(1 - beta1^step) / (sqrt(s'/(1 - beta2^step)) + epsilon)
 *     MovingAverage: a' = decay a + (1 - decay) x
 *
 * AdamUpdate adds the decay to the gradient (Adam) or, with `decoupled`, first multiplies p by 1 - rate decay
 * (AdamW).
 *
 * All are plain loops, except SGD on large tensors: the library takes half the time of the loop there.
 */
export const updateKernels: readonly Kernel[] = [
  defineKernel<NamedTensorInfoMap, SgdAttributes>(
    'SgdUpdate',
    (backend, inputs, { count, rate, momentum, nesterov, decay }) => {
      const p = numbered(inputs, 'p', count)
      const g = numbered(inputs, 'g', count)
      const v = numbered(inputs, 'v', count)
      const newP = likeEach(backend, p)
      const newV = likeEach(backend, v)
      for (let i = 0; i < count; i++) {
        const tensors = [p[i]!, g[i]!, v[i]!, newP[i]!, newV[i]!] as const
        const size = sizeOf(tensors[0])
        if (size >= largeArray) {
          const [ofP, ofG, ofV, ofNewP, ofNewV] = tensors.map((info) => backend.address(info))
          const arrays = { p: ofP!, g: ofG!, v: ofV!, newP: ofNewP!, newV: ofNewV! }
          sgdOnLibrary(backend, size, arrays, { rate, momentum, nesterov }, decay[i] ?? 0)
          continue
        }
        sgd(
          backend.floats(tensors[0]),
          backend.floats(tensors[1]),
          backend.floats(tensors[2]),
          backend.floats(tensors[3]),
          backend.floats(tensors[4]),
          rate,
          momentum,
          decay[i] ?? 0,
          nesterov ? 1 : 0,
          nesterov ? momentum : 1,
        )
      }
      return [...newP, ...newV]
    },
  ),
  defineKernel<NamedTensorInfoMap, AdamAttributes>('AdamUpdate', (backend, inputs, attributes) => {
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
  }),
  defineKernel<NamedTensorInfoMap, { count: number; decay: number }>(
    'MovingAverage',
    (backend, inputs, { count, decay }) => {
      const averages = numbered(inputs, 'a', count)
      const values = numbered(inputs, 'x', count)
      const outputs = likeEach(backend, averages)
      for (let i = 0; i < count; i++) {
        const a = backend.floats(averages[i]!)
        const x = backend.floats(values[i]!)
        const out = backend.floats(outputs[i]!)
        // all arrays have one length
        for (let j = 0; j < out.length; j++) out[j] = decay * (a[j] as number) + (1 - decay) * (x[j] as number)
      }
      return outputs
    },
  ),
]
