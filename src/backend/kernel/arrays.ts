import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu'
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm'
import type * as tf from '@tensorflow/tfjs-core'

/** Direct access to the numbers of a backend in this process, for kernels written as plain loops. */
export interface Arrays {
  /** The numbers themselves, not a copy. Valid until the next `make`. */
  readonly view: (info: tf.TensorInfo) => Float32Array
  /** A new float32 tensor with arbitrary numbers in it. */
  readonly make: (shape: readonly number[]) => tf.TensorInfo
}

const ofCpu = (backend: MathBackendCPU): Arrays => ({
  // Float32 tensors of this backend hold a Float32Array; the declared type also covers strings.
  view: ({ dataId }) => backend.data.get(dataId).values as Float32Array,
  make: (shape) => {
    const size = shape.reduce((a, b) => a * b, 1)
    return backend.makeTensorInfo([...shape], 'float32', new Float32Array(size))
  },
})

const ofWasm = (backend: BackendWasm): Arrays => ({
  view: (info) => backend.typedArrayFromHeap(info) as Float32Array,
  make: (shape) => backend.makeOutput([...shape], 'float32'),
})

/**
 * Access to the numbers of a backend. tfjs passes a kernel its backend untyped, so the name selects the type.
 */
export const arraysOf = (name: 'cpu' | 'wasm', backend: object): Arrays =>
  name === 'cpu' ? ofCpu(backend as MathBackendCPU) : ofWasm(backend as BackendWasm)
