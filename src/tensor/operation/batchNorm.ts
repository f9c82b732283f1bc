import * as tf from '@tensorflow/tfjs-core'
import { activate, axesOf, type BatchNormSetting, check, slopeOf } from './normSetting.ts'
import { hasKernel } from './runUpdate.ts'

export interface Normalized {
  readonly y: tf.Tensor
  /** [channels] */
  readonly mean: tf.Tensor1D
  /** [channels], biased: the sum of squares divided by the number of values. */
  readonly variance: tf.Tensor1D
}

/**
 * The setting as attributes of a kernel. Slope 0 becomes `relu`, because the kernel's leaky relu needs a
 * slope above 0.
 */
const attributesOf = (setting: BatchNormSetting): tf.NamedAttrMap => {
  const { epsilon } = setting
  const slope = slopeOf(setting)
  if (slope === 1) return { epsilon, activation: 'none' }
  return slope === 0 ? { epsilon, activation: 'relu' } : { epsilon, activation: 'leakyRelu', slope }
}

/** Replaces a tensor that was kept out of all scopes with a copy that belongs to the current scope. */
const release = (kept: tf.Tensor): tf.Tensor1D => {
  const released = tf.clone(kept)
  kept.dispose()
  return released as tf.Tensor1D
}

/**
 * Has its gradients in closed form: as gradients of a composition they would take twenty passes over the
 * activations.
 */
const composed = (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor, setting: BatchNormSetting): Normalized => {
  const { epsilon } = setting
  const slope = slopeOf(setting)
  const axes = axesOf(x)
  const statistics: { mean?: tf.Tensor; variance?: tf.Tensor } = {}
  const normalize = tf.customGrad<tf.Tensor>((...inputs) => {
    const [input, gamma, beta, save] = inputs as [tf.Tensor, tf.Tensor, tf.Tensor, tf.GradSaveFunc]
    const { mean, variance } = tf.moments(input, axes)
    const inverse = tf.rsqrt(tf.add(variance, epsilon))
    statistics.mean = tf.keep(mean)
    statistics.variance = tf.keep(variance)
    const whole = tf.add(tf.mul(tf.sub(input, mean), tf.mul(inverse, gamma)), beta)
    const value = activate(whole, slope)
    save(slope === 1 ? [input, gamma, mean, inverse] : [input, gamma, mean, inverse, value])
    return {
      value,
      gradFunc: (dy, saved) => {
        const [x, scale, mean, inverse, y] = saved as tf.Tensor[]
        const outer = y === undefined ? dy : tf.mul(dy, tf.step(y, slope))
        const normal = tf.mul(tf.sub(x!, mean!), inverse!)
        const dOffset = tf.mean(outer, axes)
        const dScale = tf.mean(tf.mul(outer, normal), axes)
        const inner = tf.sub(tf.sub(outer, dOffset), tf.mul(normal, dScale))
        const count = x!.size / scale!.size
        return [tf.mul(inner, tf.mul(scale!, inverse!)), tf.mul(dScale, count), tf.mul(dOffset, count)]
      },
    }
  })
  const y = normalize(x, scale, offset)
  return { y, mean: release(statistics.mean!), variance: release(statistics.variance!) }
}

/**
 * Batch normalization with the statistics of the batch itself, over all dimensions but the last.
 *
 * y = activation(scale (x - mean) / sqrt(variance + epsilon) + offset)
 *
 * - Gradients flow through y, not through the returned statistics.
 * - Fails if scale or offset is not [channels].
 *
 * Paper: Ioffe and Szegedy, Batch Normalization, ICML 2015, algorithm 1.
 *
 * @param x [..., channels]
 * @param scale [channels], the paper's gamma
 * @param offset [channels], the paper's beta
 */
export const batchNorm = (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor, setting: BatchNormSetting): Normalized => {
  check(x, { scale, offset })
  if (!hasKernel('BatchNormTraining')) return composed(x, scale, offset, setting)
  const attributes = attributesOf(setting)
  // This kernel has three outputs; runKernel declares one tensor or a list.
  const [y, mean, variance] = tf
    .engine()
    .runKernel('BatchNormTraining', { x, scale, offset }, attributes) as tf.Tensor[]
  return { y: y!, mean: mean as tf.Tensor1D, variance: variance as tf.Tensor1D }
}
