import * as tf from '@tensorflow/tfjs-core'
import { assertShape } from '../assertShape.ts'
import { recordsGradients } from '../recordsGradients.ts'
import { normAsAffine } from './normAsAffine.ts'
import { hasKernel } from './runUpdate.ts'

export interface BatchNormSetting {
  /** Added to the variance. */
  readonly epsilon: number
  /**
   * Applied to the result, in the same pass if the backend supports it: nothing, max(y, 0), or a leaky relu
   * that multiplies y below 0 by a slope, 0 to 1.
   */
  readonly activation: 'none' | 'relu' | { readonly slope: number }
}

export interface Normalized {
  readonly y: tf.Tensor
  /** [channels] */
  readonly mean: tf.Tensor1D
  /** [channels], biased: the sum of squares divided by the number of values. */
  readonly variance: tf.Tensor1D
}

const check = (x: tf.Tensor, channelwise: Readonly<Record<string, tf.Tensor>>): void => {
  const channels = x.shape.at(-1)!
  for (const [name, tensor] of Object.entries(channelwise)) assertShape(tensor, { channels }, `batchNorm ${name}`)
}

/**
 * The slope of an activation below 0: 1 without an activation, 0 for a relu.
 *
 * @example
 * slopeOf({ activation: 'none' }) // => 1
 * slopeOf({ activation: { slope: 0.1 } }) // => 0.1
 */
export const slopeOf = ({ activation }: Pick<BatchNormSetting, 'activation'>): number =>
  activation === 'none' ? 1 : activation === 'relu' ? 0 : activation.slope

const activate = (y: tf.Tensor, slope: number): tf.Tensor =>
  slope === 1 ? y : slope === 0 ? tf.relu(y) : tf.leakyRelu(y, slope)

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

const axesOf = (x: tf.Tensor): number[] => Array.from({ length: x.rank - 1 }, (_, i) => i)

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
