import { registerOneDnn as registerBackend } from './backend/onednn/index.ts'
import { registerGradients } from './tensor/gradient/registerGradients.ts'

export {
  backendName,
  describeProblem,
  type KernelTime,
  type Limits,
  type OneDnn,
  type OneDnnHandle,
  type OneDnnOptions,
  type OneDnnProblem,
  openOneDnn,
  type Precision,
  type Settings,
  type Statistics,
} from './backend/onednn/index.ts'

/**
 * Registers the tfjs backend `onednn` and the gradients of every tfjs kernel it can differentiate.
 *
 * - tfjs-core brings no gradients that Node can import, so a program would otherwise fail at its first
 *   gradient.
 * - Gradients that are registered already stay as they are.
 * - Call `unregister` of the handle before you register again.
 *
 *     import * as tf from '@tensorflow/tfjs-core'
 *     import { describeProblem, openOneDnn, registerOneDnn } from 'understudy/onednn'
 *
 *     const opened = openOneDnn()
 *     if (opened._tag === 'Left') throw new Error(describeProblem(opened.left))
 *     const handle = registerOneDnn(opened.right)
 *     await tf.setBackend('onednn')
 *     tf.grad((x) => tf.sum(tf.square(x)))(tf.tensor1d([1, 2, 3])).print() // [2, 4, 6]
 *     console.log(handle.statistics())
 *
 * @param limits what the backend keeps for reuse; by default 2 GiB of buffers and 2048 primitives
 */
export const registerOneDnn: typeof registerBackend = (library, limits) => {
  const handle = registerBackend(library, limits)
  registerGradients()
  return handle
}
