import * as tf from '@tensorflow/tfjs-core'
import { conv2DBackpropFilter } from './conv2DBackpropFilter.ts'
import { conv2DBackpropInput } from './conv2DBackpropInput.ts'
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwiseBackprop.ts'
import { maxPoolGrad } from './maxPoolGrad.ts'
import { oneHot } from './oneHot.ts'

const ours: readonly tf.KernelConfig[] = [
  conv2DBackpropFilter,
  conv2DBackpropInput,
  depthwiseBackpropFilter,
  depthwiseBackpropInput,
  maxPoolGrad,
  oneHot,
]

/**
 * Registers the gradient kernels that the wasm backend lacks, and replaces those that are slow or wrong.
 *
 * - A second call changes nothing.
 */
export const registerWasmGradients = (): void => {
  for (const kernel of ours) {
    const registered = tf.getKernel(kernel.kernelName, 'wasm')
    if (registered?.kernelFunc === kernel.kernelFunc) continue
    if (registered !== undefined) tf.unregisterKernel(kernel.kernelName, 'wasm')
    tf.registerKernel(kernel)
  }
}
