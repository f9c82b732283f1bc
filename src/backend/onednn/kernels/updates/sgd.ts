import type { NamedTensorInfoMap } from '@tensorflow/tfjs-core'
import { sgdOnLibrary } from '../../operation/sgd.ts'
import { sizeOf } from '../../shape/sizeOf.ts'
import { defineKernel, type Kernel } from '../defineKernel.ts'
import { likeEach, numbered } from './tensorLists.ts'

/** From this many parameters on, primitives beat a loop. */
const largeArray = 4096

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

/** SGD with momentum. Small tensors take the loop, large ones the library. */
export const sgdUpdate: Kernel = defineKernel<NamedTensorInfoMap, SgdAttributes>(
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
)
