import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type * as tf from '@tensorflow/tfjs-core'

type Attributes = Readonly<Record<string, unknown>>

/**
 * One-hot rows, in every number type.
 *
 * The backend's own kernel writes the bits of integers, even into float32 tensors.
 */
export const oneHot: tf.KernelConfig = {
  kernelName: 'OneHot',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    // tfjs passes backend and attributes untyped; these are the attributes of tf.oneHot.
    const wasm = backend as BackendWasm
    const { depth, onValue, offValue, dtype } = (attrs ?? {}) as Attributes
    const { indices } = inputs
    const classes = depth as number
    const result = wasm.makeOutput([...indices!.shape, classes], dtype as 'float32' | 'int32')
    const places = wasm.typedArrayFromHeap(indices!)
    const values = wasm.typedArrayFromHeap(result).fill(offValue as number)
    places.forEach((place, row) => {
      if (place >= 0 && place < classes) values[row * classes + place] = onValue as number
    })
    return result
  },
}
