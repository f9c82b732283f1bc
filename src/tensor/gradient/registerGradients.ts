import * as tf from '@tensorflow/tfjs-core'
import { binaryGradients } from './binaryGradients.ts'
import { elementwiseGradients } from './elementwiseGradients.ts'
import type { Gradient } from './gradient.ts'
import { imageGradients } from './imageGradients.ts'
import { layoutGradients } from './layoutGradients.ts'
import { reductionGradients } from './reductionGradients.ts'

/** Every gradient there is, by family. */
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
 * Teaches tfjs the gradients of its kernels; doing it again changes nothing.
 *
 * The tfjs-core package holds its own gradients in files that Node cannot import as they are, and the union package that bundles them
 * brings layers and a second model of training along.
 */
export const registerGradients = (): void => {
  for (const gradient of gradients)
    if (tf.getGradient(gradient.kernel) === undefined) tf.registerGradient(configOf(gradient))
}
