import type { NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../../backend.ts'

/** The tensors `p0, p1, ...` among a kernel's inputs. */
export const numbered = (inputs: NamedTensorInfoMap, letter: string, count: number): readonly TensorInfo[] =>
  Array.from({ length: count }, (_, i) => {
    const tensor = inputs[`${letter}${i}`]
    if (tensor === undefined) throw new Error(`Expected an input ${letter}${i} of ${count}, received none.`)
    return tensor
  })

/** A new float32 tensor with the shape of each tensor, not yet written. */
export const likeEach = (backend: OneDnnBackend, tensors: readonly TensorInfo[]): TensorInfo[] =>
  tensors.map(({ shape }) => backend.output(shape))
