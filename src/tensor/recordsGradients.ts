import * as tf from '@tensorflow/tfjs-core'

/**
 * Whether tfjs records the operations that run now for a gradient.
 *
 * @example
 * recordsGradients() // => false
 */
export const recordsGradients = (): boolean => tf.engine().state.gradientDepth > 0
