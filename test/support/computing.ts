import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { backends, defaultOptions } from '../../src/backend/index.ts'
import { registerGradients } from '../../src/tensor/gradient/registerGradients.ts'
import { useBackend } from './useBackend.ts'

/**
 * Our own kernels. If a backend has one, an operation runs it instead of a composition of tfjs operations.
 */
const ownKernels = [
  'BatchNormTraining',
  'SoftmaxCrossEntropyWithLogits',
  'SgdUpdate',
  'AdamUpdate',
  'MovingAverage',
] as const

const oneDnn = await backends.onednn.probe({ ...defaultOptions, threads: 1 })

/**
 * Every way to compute an operation: as a composition of tfjs operations, or with the kernels of a backend.
 *
 * Includes oneDNN if it is installed.
 */
export const computing: readonly { readonly name: string; readonly start: () => Promise<void> }[] = [
  {
    name: 'composed on cpu',
    start: async () => {
      await import('@tensorflow/tfjs-backend-cpu')
      for (const kernel of ownKernels) {
        if (tf.getKernel(kernel, 'cpu') !== undefined) tf.unregisterKernel(kernel, 'cpu')
      }
      registerGradients()
      tf.enableProdMode()
      await tf.setBackend('cpu')
    },
  },
  { name: 'kernels of cpu', start: () => useBackend('cpu') },
  { name: 'kernels of wasm', start: () => useBackend('wasm') },
  ...(E.isRight(oneDnn) ? [{ name: 'kernels of onednn', start: () => useBackend('onednn') }] : []),
]
