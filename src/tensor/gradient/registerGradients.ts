import * as tf from '@tensorflow/tfjs-core'
import { binaryGradients } from './binaryGradients.ts'
import { elementwiseGradients } from './elementwiseGradients.ts'
import type { Gradient } from './gradient.ts'
import { imageGradients } from './imageGradients.ts'
import { layoutGradients } from './layoutGradients.ts'
import { reductionGradients } from './reductionGradients.ts'

/** All gradients, by family. */
export const gradients: readonly Gradient[] = [
  ...elementwiseGradients,
  ...binaryGradients,
  ...reductionGradients,
  ...layoutGradients,
  ...imageGradients,
]

const configOf = ({ kernel, save = [], output, of }: Gradient): tf.GradConfig => ({
  kernelName: kernel,
  ...(save === 'all' ? { saveAllInputs: true } : { inputsToSave: [...save] }),
  ...(output === true ? { outputsToSave: [true] } : {}),
  gradFunc: (dy, saved, attributes) => {
    const all = Array.isArray(dy) ? dy : [dy]
    return { ...of(all[0]!, saved, attributes, all) }
  },
})

/**
 * Teaches tfjs the gradients of its kernels. A second call changes nothing.
 *
 * tfjs-core ships gradients of its own, but in files that Node cannot import as they are. The union package
 * bundles those files, but it adds layers and a second model of training.
 */
export const registerGradients = (): void => {
  for (const gradient of gradients)
    if (tf.getGradient(gradient.kernel) === undefined) tf.registerGradient(configOf(gradient))
}
