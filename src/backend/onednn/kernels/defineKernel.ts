import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../backend.ts'

/**
 * The result of a kernel that does not take these shapes or types. The copied CPU kernel then runs instead.
 */
export const declined = undefined

/** One of our kernels: its name in tfjs, and its function. */
export interface Kernel {
  readonly name: string
  readonly run: (
    backend: OneDnnBackend,
    inputs: NamedTensorInfoMap,
    attributes: NamedAttrMap,
  ) => TensorInfo | TensorInfo[] | typeof declined
}

/** Declares a kernel. `I` and `A` are the inputs and attributes that tfjs documents for its name. */
export const defineKernel = <I, A = object>(
  name: string,
  run: (backend: OneDnnBackend, inputs: I, attributes: A) => TensorInfo | TensorInfo[] | typeof declined,
): Kernel => ({
  name,
  // tfjs types the maps of inputs and attributes loosely, but passes those that belong to the name
  run: (backend, inputs, attributes) => run(backend, inputs as unknown as I, attributes as unknown as A),
})
