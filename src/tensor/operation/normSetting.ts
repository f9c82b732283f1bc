import * as tf from '@tensorflow/tfjs-core'
import { assertShape } from '../assertShape.ts'

export interface BatchNormSetting {
  /** Added to the variance. */
  readonly epsilon: number
  /**
   * Applied to the result, in the same pass if the backend supports it: nothing, max(y, 0), or a leaky relu
   * that multiplies y below 0 by a slope, 0 to 1.
   */
  readonly activation: 'none' | 'relu' | { readonly slope: number }
}

/** Fails if one of these is not [channels]. */
export const check = (x: tf.Tensor, channelwise: Readonly<Record<string, tf.Tensor>>): void => {
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

/** The activation by its slope below 0. */
export const activate = (y: tf.Tensor, slope: number): tf.Tensor =>
  slope === 1 ? y : slope === 0 ? tf.relu(y) : tf.leakyRelu(y, slope)

/** All dimensions but the last. */
export const axesOf = (x: tf.Tensor): number[] => Array.from({ length: x.rank - 1 }, (_, i) => i)
