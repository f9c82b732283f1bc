import { engine, mul, sigmoid, type Tensor } from '@tensorflow/tfjs-core'
import { hasKernel } from '../../../tensor/operation/runUpdate.ts'

/** x sigmoid(x), in one pass where the backend can. Paper: Ramachandran et al., Searching for activation functions, 2017, with beta 1. */
export const swish = <T extends Tensor>(x: T): T =>
  hasKernel('Swish') ? (engine().runKernel('Swish', { x }) as T) : mul(x, sigmoid(x)) // one output
