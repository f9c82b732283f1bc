import * as tf from '@tensorflow/tfjs-core'

/** Whether what runs now is recorded for a gradient. */
export const recordsGradients = (): boolean => tf.engine().state.gradientDepth > 0
