import * as tf from '@tensorflow/tfjs-core'
import { mapTensors, type Tensors } from '../tensors.ts'
import { assertAlike } from './assertAlike.ts'
import { hasKernel, runUpdate } from './runUpdate.ts'

/**
 * One step of a moving average over a whole record: a' = decay a + (1 - decay) x.
 *
 * The inputs live on; the caller owns what is returned.
 *
 * @param decay share of the old average that stays, 0..1
 */
export const averageTensors = (average: Tensors, values: Tensors, decay: number): Tensors => {
  assertAlike(average, { values })
  if (Object.keys(average).length === 0) return {}
  if (hasKernel('MovingAverage')) return runUpdate('MovingAverage', { a: average, x: values }, { decay })[0]!
  return mapTensors(average, (a, name) => tf.tidy(() => tf.add(tf.mul(a, decay), tf.mul(values[name]!, 1 - decay))))
}
