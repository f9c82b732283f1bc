import { addN, div, maximum, mul, type Scalar, sqrt, square, sum } from '@tensorflow/tfjs-core'
import { field, number, record } from '../../codec/index.ts'
import { mapTensors, type Tensors } from '../../tensor/tensors.ts'
import { defineOptimizer, stateless } from './optimizer.ts'

const Params = record({ norm: field(number({ min: 1e-12 }), 'upper bound on the norm of all gradients together') })

/**
 * The L2 norm of all tensors as one vector.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * globalNorm({ kernel: tf.tensor1d([3, 0]), bias: tf.scalar(4) }).arraySync() // => 5
 */
export const globalNorm = (tensors: Tensors): Scalar =>
  sqrt(addN(Object.values(tensors).map((tensor) => sum(square(tensor)) as Scalar)))

/**
 * Shortens the gradient of all parameters when it is longer than `norm`.
 *
 * g' = g min(1, norm / |g|), where |g| is the norm of the gradients of all parameters as one vector.
 *
 * Laws: the new norm is at most `norm`; shorter gradients do not change; the direction does not change.
 *
 * Paper: Pascanu et al., On the difficulty of training recurrent neural networks, ICML 2013, algorithm 1.
 */
export const clipNorm = defineOptimizer({
  name: 'clipNorm',
  summary: 'limits the norm of the gradient of all parameters together',
  paper: 'Pascanu et al., On the difficulty of training recurrent neural networks, ICML 2013, algorithm 1',
  example: [{ clipNorm: { norm: 1 } }, 'sgd'],
  params: Params,
  use: ({ norm }) =>
    stateless(({ gradients }) => {
      if (Object.keys(gradients).length === 0) return gradients
      const factor = div(norm, maximum(globalNorm(gradients), norm))
      return mapTensors(gradients, (gradient) => mul(gradient, factor))
    }),
})
