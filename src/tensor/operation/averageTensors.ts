import * as tf from '@tensorflow/tfjs-core'
import { mapTensors, type Tensors } from '../tensors.ts'
import { assertAlike } from './assertAlike.ts'
import { hasKernel, runUpdate } from './runUpdate.ts'

/**
 * One step of a moving average over a whole record.
 *
 * a' = decay a + (1 - decay) x
 *
 * - The inputs stay alive, and the caller owns the result.
 * - Fails if a value is missing or has another shape than its average.
 *
 * Laws: decay 0 copies the values; decay 1 keeps the average.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * averageTensors({ w: tf.scalar(4) }, { w: tf.scalar(8) }, 0.75)['w'].arraySync() // => 5
 *
 * @param decay share of the old average that stays, 0..1
 */
export const averageTensors = (average: Tensors, values: Tensors, decay: number): Tensors => {
  assertAlike(average, { values })
  if (Object.keys(average).length === 0) return {}
  if (hasKernel('MovingAverage')) return runUpdate('MovingAverage', { a: average, x: values }, { decay })[0]!
  return mapTensors(average, (a, name) => tf.tidy(() => tf.add(tf.mul(a, decay), tf.mul(values[name]!, 1 - decay))))
}
