import * as tf from '@tensorflow/tfjs-core'
import type { Tensors } from './tensors.ts'

/** Any nesting of records and lists that may hold tensors. Other values are ignored. */
export type Holding = tf.TensorContainer | Tensors | Readonly<Record<string, Tensors>>

const tensorsIn = (holding: Holding): ReadonlySet<tf.Tensor> => {
  const tensors = new Set<tf.Tensor>()
  const visit = (value: unknown): void => {
    if (value instanceof tf.Tensor) tensors.add(value)
    else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
      for (const inner of Object.values(value)) visit(inner)
  }
  visit(holding)
  return tensors
}

/**
 * Replaces one state with the next: disposes every tensor of `before` that `after` does not hold, and returns
 * `after`.
 *
 * Law: of the tensors of both states, exactly those of `after` stay alive.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const [old, both] = [tf.scalar(1), tf.scalar(2)]
 * countTensors(handover({ old, both }, { both })) // => 1
 * [old.isDisposed, both.isDisposed] // => [true, false]
 */
export const handover = <After extends Holding>(before: Holding, after: After): After => {
  const kept = tensorsIn(after)
  for (const tensor of tensorsIn(before)) if (!kept.has(tensor)) tensor.dispose()
  return after
}

/** Disposes every tensor in the holding, once, however often it occurs. */
export const disposeTensors = (holding: Holding): void => {
  handover(holding, {})
}

/**
 * The number of different tensors in a holding.
 *
 * @example
 * import * as tf from '@tensorflow/tfjs-core'
 * const one = tf.scalar(1)
 * countTensors({ one, list: [one, tf.scalar(2)], name: 'none' }) // => 2
 */
export const countTensors = (holding: Holding): number => tensorsIn(holding).size
