import * as tf from '@tensorflow/tfjs-core'
import { assertShape } from '../assertShape.ts'

/** factor x + bias, with a factor and a bias for each channel. */
export interface Affine {
  readonly factor: tf.Tensor1D
  readonly bias: tf.Tensor1D
}

/** A batch norm with given statistics, [channels] each. */
export interface GivenNorm {
  readonly mean: tf.Tensor
  readonly variance: tf.Tensor
  readonly scale: tf.Tensor
  readonly offset: tf.Tensor
}

/**
 * A batch norm with given statistics as one factor and one bias for each channel.
 *
 * factor = scale / sqrt(variance + epsilon); bias = offset - mean factor.
 *
 * Law: the norm of conv(x, kernel) is conv(x, factor kernel) + bias, but for rounding.
 */
export const normAsAffine = ({ mean, variance, scale, offset }: GivenNorm, epsilon: number): Affine => {
  for (const [name, tensor] of Object.entries({ mean, variance, offset }))
    assertShape(tensor, { channels: scale.size }, `normAsAffine ${name}`)
  const factor = tf.mul<tf.Tensor1D>(scale, tf.rsqrt(tf.add(variance, epsilon)))
  return { factor, bias: tf.sub(offset, tf.mul(mean, factor)) }
}
