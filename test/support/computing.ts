import * as tf from '@tensorflow/tfjs-core'
import * as E from 'fp-ts/lib/Either.js'
import { backends, defaultOptions } from '../../src/backend/index.ts'
import { registerGradients } from '../../src/tensor/gradient/registerGradients.ts'
import { useBackend } from './useBackend.ts'

/** The kernels that are ours: where a backend has them, an operation runs them instead of a composition of tfjs operations. */
const ownKernels = [
  'BatchNormTraining',
  'SoftmaxCrossEntropyWithLogits',
  'SgdUpdate',
  'AdamUpdate',
  'MovingAverage',
] as const

const oneDnn = await backends.onednn.probe({ ...defaultOptions, threads: 1 })

/** Every way in which an operation can be computed: composed of what any tfjs backend has, or by the kernels of a backend; oneDNN where it is installed. */
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
