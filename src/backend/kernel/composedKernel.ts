import * as tf from '@tensorflow/tfjs-core'
import { InvariantViolation } from '../../prelude/errors.ts'

/**
 * Declares a kernel of the wasm backend that is composed of tfjs operations.
 *
 * - Fails if an input is a bare tensor info. Operations take tensors, so no other kernel can call this one.
 */
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
    // tfjs passes attributes untyped; the name of the kernel says which they are.
    return tf.tidy(() => compute(tensor, attrs as unknown as Attributes))
  },
})
