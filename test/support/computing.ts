import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { backends, defaultOptions } from '../../src/backend/index.ts'
import { registerGradients } from '../../src/tensor/gradient/registerGradients.ts'
import { useBackend } from './useBackend.ts'

/** Our own kernels. A backend that has them runs them instead of a composition of tfjs operations. */
const ownKernels = [
  'BatchNormTraining',
  'SoftmaxCrossEntropyWithLogits',
  'SgdUpdate',
  'AdamUpdate',
  'MovingAverage',
] as const

const oneDnn = await backends.onednn.probe({ ...defaultOptions, threads: 1 })

/** All ways to compute an operation: composed of tfjs operations, or by the kernels of each installed backend. */
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
