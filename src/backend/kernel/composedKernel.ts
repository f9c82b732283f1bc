import * as tf from '@tensorflow/tfjs-core'
import { InvariantViolation } from '../../prelude/errors.ts'

/** A kernel of the wasm backend that is composed of tfjs operations: so it takes tensors, and no kernel can call it directly. */
export const composedKernel = <Attributes>(
  kernelName: string,
  compute: (inputs: (name: string) => tf.Tensor4D, attributes: Attributes) => tf.Tensor,
): tf.KernelConfig => ({
  kernelName,
  backendName: 'wasm',
  kernelFunc: ({ inputs, attrs }) => {
    const tensor = (name: string): tf.Tensor4D => {
      const info = inputs[name]
      if (info instanceof tf.Tensor) return info as tf.Tensor4D
      throw new InvariantViolation(`Expected a tensor at ${name} of ${kernelName}, received a bare tensor info`)
    }
    // Attributes come untyped to every kernel function; the name of the kernel says which they are.
    return tf.tidy(() => compute(tensor, attrs as unknown as Attributes))
  },
})
