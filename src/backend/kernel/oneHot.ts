import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type * as tf from '@tensorflow/tfjs-core'

type Attributes = Readonly<Record<string, unknown>>

/** Ones at the given places, for every type of number; the kernel that the backend has for it writes whole numbers, also into float32 tensors. */
export const oneHot: tf.KernelConfig = {
  kernelName: 'OneHot',
  backendName: 'wasm',
  kernelFunc: ({ inputs, backend, attrs }) => {
    // Backend and attributes come untyped to every kernel function; these are those of tf.oneHot.
    const wasm = backend as BackendWasm
    const { depth, onValue, offValue, dtype } = (attrs ?? {}) as Attributes
    const { indices } = inputs
    const classes = depth as number
    const made = wasm.makeOutput([...indices!.shape, classes], dtype as 'float32' | 'int32')
    const places = wasm.typedArrayFromHeap(indices!)
    const values = wasm.typedArrayFromHeap(made).fill(offValue as number)
    places.forEach((place, row) => {
      if (place >= 0 && place < classes) values[row * classes + place] = onValue as number
    })
    return made
  },
}
