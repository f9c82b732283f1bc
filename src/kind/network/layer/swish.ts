import { engine, mul, sigmoid, type Tensor } from '@tensorflow/tfjs-core'
import { hasKernel } from '../../../tensor/operation/runUpdate.ts'

/**
 * The activation x sigmoid(x), in one pass if the backend supports it.
 *
 * Paper: Ramachandran et al., Searching for activation functions, 2017, with beta 1.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * swish(tf.tensor1d([0, 100])).arraySync() // => [0, 100]
 */
export const swish = <T extends Tensor>(x: T): T =>
  hasKernel('Swish') ? (engine().runKernel('Swish', { x }) as T) : mul(x, sigmoid(x)) // one output
