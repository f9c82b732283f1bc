import * as tf from '@tensorflow/tfjs-core'
import { assertShape } from '../assertShape.ts'

/** The map x -> factor x + bias, with a factor and a bias for each channel. */
export interface Affine {
  readonly factor: tf.Tensor1D
  readonly bias: tf.Tensor1D
}

/** A batch norm with fixed statistics, [channels] each. */
export interface GivenNorm {
  readonly mean: tf.Tensor
  readonly variance: tf.Tensor
  readonly scale: tf.Tensor
  readonly offset: tf.Tensor
}

/**
 * Turns a batch norm with fixed statistics into one factor and one bias for each channel.
 *
 * factor = scale / sqrt(variance + epsilon)
 * bias = offset - mean factor
 *
 * Fails if the tensors differ in their number of channels.
 *
 * Law: the norm of conv(x, kernel) is conv(x, factor kernel) + bias, except for rounding.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const [scale, mean, variance, offset] = [4, 2, 3, 5].map((value) => tf.tensor1d([value]))
 * const { factor, bias } = normAsAffine({ mean, variance, scale, offset }, 1)
 * [...factor.dataSync(), ...bias.dataSync()] // => [2, 1]
 */
export const normAsAffine = ({ mean, variance, scale, offset }: GivenNorm, epsilon: number): Affine => {
  for (const [name, tensor] of Object.entries({ mean, variance, offset }))
    assertShape(tensor, { channels: scale.size }, `normAsAffine ${name}`)
  const factor = tf.mul<tf.Tensor1D>(scale, tf.rsqrt(tf.add(variance, epsilon)))
  return { factor, bias: tf.sub(offset, tf.mul(mean, factor)) }
}
