import * as tf from '@tensorflow/tfjs-core'
import { conv2DBackpropFilter } from './conv2DBackpropFilter.ts'
import { depthwiseBackpropFilter, depthwiseBackpropInput } from './depthwiseBackprop.ts'

/** Registers the gradients of convolutions that the wasm backend lacks; doing it again changes nothing. */
export const registerWasmGradients = (): void => {
  for (const kernel of [conv2DBackpropFilter, depthwiseBackpropFilter, depthwiseBackpropInput]) {
    if (tf.getKernel(kernel.kernelName, 'wasm') === undefined) tf.registerKernel(kernel)
  }
}
