import * as tf from '@tensorflow/tfjs-core'
import { recordsGradients } from '../recordsGradients.ts'
import { normAsAffine } from './normAsAffine.ts'
import { activate, axesOf, type BatchNormSetting, check, slopeOf } from './normSetting.ts'
import { hasKernel } from './runUpdate.ts'

/**
 * Batch normalization with fixed statistics, as at inference.
 *
 * y = activation(scale (x - mean) / sqrt(variance + epsilon) + offset)
 *
 * - Gradients flow through x, scale and offset, not through the statistics.
 * - If no gradient is recorded and the backend supports it, images are normalized and activated in one pass,
 *   with a factor and a bias for each channel.
 * - Fails if a statistic, scale or offset is not [channels].
 *
 * @param mean [channels]
 * @param variance [channels]
 */
export const batchNormWith = (
  x: tf.Tensor,
  statistics: { readonly mean: tf.Tensor; readonly variance: tf.Tensor },
  scale: tf.Tensor,
  offset: tf.Tensor,
  setting: BatchNormSetting,
): tf.Tensor => {
  const { epsilon } = setting
  const slope = slopeOf(setting)
  const { mean, variance } = statistics
  check(x, { mean, variance, scale, offset })
  if (x.rank === 4 && x.size > 0 && !recordsGradients() && hasKernel('Affine')) {
    const { factor, bias } = normAsAffine({ mean, variance, scale, offset }, epsilon)
    return tf.engine().runKernel('Affine', { x, factor, bias }, { slope }) as tf.Tensor // one output
  }
  const axes = axesOf(x)
  const normalize = tf.customGrad<tf.Tensor>((...inputs) => {
    const [input, gamma, beta, save] = inputs as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.GradSaveFunc]
    const whole = tf.batchNorm(input, mean as tf.Tensor1D, variance as tf.Tensor1D, beta, gamma, epsilon)
    const value = activate(whole, slope)
    // The statistics may come from the same pass, so they are saved beside the inputs.
    const needed = [input, gamma, mean, variance]
    save(slope === 1 ? needed : [...needed, value])
    return {
      value,
      gradFunc: (dy, saved) => {
        const [x, scale, mean, variance, y] = saved as tf.Tensor[]
        const inverse = tf.rsqrt(tf.add(variance!, epsilon))
        const outer = y === undefined ? dy : tf.mul(dy, tf.step(y, slope))
        const normal = tf.mul(tf.sub(x!, mean!), inverse)
        return [tf.mul(outer, tf.mul(scale!, inverse)), tf.sum(tf.mul(outer, normal), axes), tf.sum(outer, axes)]
      },
    }
  })
  return normalize(x, scale, offset)
}
