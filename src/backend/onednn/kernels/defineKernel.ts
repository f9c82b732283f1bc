import type { NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core'
import type { OneDnnBackend } from '../backend.ts'

/** What a kernel returns when it does not take these shapes or types: the copied CPU kernel then runs instead. */
export const declined = undefined

/** A kernel of ours: the name that tfjs knows it by, and what it does. */
export interface Kernel {
  readonly name: string
  readonly run: (
    backend: OneDnnBackend,
    inputs: NamedTensorInfoMap,
    attributes: NamedAttrMap,
  ) => TensorInfo | TensorInfo[] | typeof declined
}

/** Declares a kernel with the inputs and attributes that tfjs documents for its name. */
export const defineKernel = <I, A = object>(
  name: string,
  run: (backend: OneDnnBackend, inputs: I, attributes: A) => TensorInfo | TensorInfo[] | typeof declined,
): Kernel => ({
  name,
  // tfjs passes every kernel the inputs and attributes of its name; the maps are untyped there
  run: (backend, inputs, attributes) => run(backend, inputs as unknown as I, attributes as unknown as A),
})
