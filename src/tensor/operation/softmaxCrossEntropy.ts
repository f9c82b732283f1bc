import * as tf from '@tensorflow/tfjs-core'
import { assertShape } from '../assertShape.ts'
import { hasKernel } from './runUpdate.ts'

/**
 * The labels are constants. The closure captures them, so nothing is computed for their gradient; they are
 * saved because they may come from the same pass.
 */
const composed = (logits: tf.Tensor2D, labels: tf.Tensor2D): tf.Tensor1D =>
  tf.customGrad<tf.Tensor1D>((z, save) => {
    const logProbabilities = tf.logSoftmax(z as tf.Tensor2D)
    ;(save as tf.GradSaveFunc)([logProbabilities, labels])
    return {
      value: tf.neg(tf.sum(tf.mul(labels, logProbabilities), 1)) as tf.Tensor1D,
      gradFunc: (dy, saved) => {
        const [logs, targets] = saved as tf.Tensor[]
        const mass = tf.sum(targets!, 1, true)
        const difference = tf.sub(tf.mul(tf.exp(logs!), mass), targets!)
        return tf.mul(tf.expandDims(dy, 1), difference)
      },
    }
  })(logits)

/**
 * Cross-entropy of labels with the softmax of logits, one number for each sample.
 *
 * -sum_k y_k log softmax(z)_k, with the gradient softmax(z) sum_k y_k - y in closed form
 *
 * - Finite for logits of any size.
 * - Fails if the labels do not have the shape of the logits.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const [loss] = softmaxCrossEntropy(tf.tensor2d([[0, 0]]), tf.tensor2d([[1, 0]])).arraySync()
 * loss // => Math.fround(Math.LN2)
 *
 * @param logits [batch, classes]
 * @param labels [batch, classes], constant: no gradient flows into them
 */
export const softmaxCrossEntropy = (logits: tf.Tensor2D, labels: tf.Tensor2D): tf.Tensor1D => {
  const [batch, classes] = logits.shape
  assertShape(labels, { batch, classes }, 'softmaxCrossEntropy labels')
  if (!hasKernel('SoftmaxCrossEntropyWithLogits')) return composed(logits, labels)
  return tf.engine().runKernel('SoftmaxCrossEntropyWithLogits', { logits, labels }) as tf.Tensor1D
}
