import * as tf from '@tensorflow/tfjs-core'
import { assertShape } from '../assertShape.ts'
import { hasKernel } from './runUpdate.ts'

/** The labels are constants: they are closed over, so nothing is computed for their gradient; saved, since they may be made in the pass. */
const composed = (logits: tf.Tensor2D, labels: tf.Tensor2D): tf.Tensor1D =>
  tf.customGrad<tf.Tensor1D>((z, save) => {
    const logProbabilities = tf.logSoftmax(z as tf.Tensor2D)
    ;(save as tf.GradSaveFunc)([logProbabilities, labels])
    return {
      value: tf.neg(tf.sum(tf.mul(labels, logProbabilities), 1)) as tf.Tensor1D,
      gradFunc: (dy, saved) => {
        const [logs, wanted] = saved as tf.Tensor[]
        const mass = tf.sum(wanted!, 1, true)
        const difference = tf.sub(tf.mul(tf.exp(logs!), mass), wanted!)
        return tf.mul(tf.expandDims(dy, 1), difference)
      },
    }
  })(logits)

/**
 * Cross-entropy of labels with the softmax of logits, one number for each example.
 *
 * -sum_k y_k log softmax(z)_k, with the gradient softmax(z) sum_k y_k - y in closed form. Finite for logits of any size.
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
