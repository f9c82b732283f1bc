import {
  expandDims,
  type GradConfig,
  getBackend,
  getGradient,
  logSoftmax,
  mul,
  neg,
  registerGradient,
  type Tensor,
  unregisterGradient,
} from '@tensorflow/tfjs-core'
import { runKernel } from './backend.ts'

/** Gradients of the kernels that exist on this backend alone. */
const ownGradients: readonly GradConfig[] = [
  {
    kernelName: 'BatchNormTraining',
    inputsToSave: ['x', 'scale', 'offset'],
    outputsToSave: [true, true, true],
    gradFunc: (dy, saved, attributes) => {
      const [x, scale, offset, y, mean, variance] = saved
      const [dx, dScale, dOffset] = runKernel<Tensor[]>(
        'BatchNormTrainingGrad',
        { dy: (dy as Tensor[])[0], x, scale, offset, y, mean, variance }, // several outputs: tfjs passes a list
        attributes,
      )
      return { x: () => dx!, scale: () => dScale!, offset: () => dOffset! }
    },
  },
  {
    kernelName: 'SoftmaxCrossEntropyWithLogits',
    inputsToSave: ['logits', 'labels'],
    gradFunc: (dy, saved) => {
      const [logits, labels] = saved
      const dLoss = dy as Tensor // one output: tfjs passes the tensor itself
      return {
        logits: () => runKernel<Tensor>('SoftmaxCrossEntropyWithLogitsGrad', { dy: dLoss, logits, labels }),
        labels: () => neg(mul(expandDims(dLoss, 1), logSoftmax(logits!))),
      }
    },
  },
]

/** Registers the gradients of our own kernels; tfjs keeps gradients once for all backends. */
export const registerOwnGradients = (): void => {
  for (const config of ownGradients) {
    if (getGradient(config.kernelName) !== undefined) unregisterGradient(config.kernelName)
    registerGradient(config)
  }
}

/** Whether a gradient function runs on this backend. */
export const onThisBackend = (): boolean => getBackend() === 'onednn'
