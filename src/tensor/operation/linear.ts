import * as tf from '@tensorflow/tfjs-core'
import { assertShape } from '../assertShape.ts'
import { hasKernel } from './runUpdate.ts'

/**
 * A linear layer: x weights + offset. Computes its gradients in one call if the backend supports it.
 *
 * Fails if the sizes do not match.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const x = tf.tensor2d([[1, 2]])
 * linear(x, tf.tensor2d([[3], [5]]), tf.tensor1d([10])).arraySync() // => [[23]]
 *
 * @param x [batch, from]
 * @param weights [from, to]
 * @param offset [to]
 */
export const linear = (x: tf.Tensor2D, weights: tf.Tensor2D, offset: tf.Tensor1D): tf.Tensor2D => {
  const [from, to] = weights.shape
  assertShape(x, { batch: null, from }, 'linear x')
  assertShape(offset, { to }, 'linear offset')
  if (!hasKernel('Linear')) return tf.add(tf.matMul(x, weights), offset)
  return tf.engine().runKernel('Linear', { x, weights, offset }) as tf.Tensor2D // one output
}
