import * as tf from '@tensorflow/tfjs-core'
import type { Tensors } from './tensors.ts'

/** Any nesting of records and lists with tensors in it; whatever is no tensor is passed over. */
export type Holding = tf.TensorContainer | Tensors | Readonly<Record<string, Tensors>>

const tensorsIn = (holding: Holding): ReadonlySet<tf.Tensor> => {
  const found = new Set<tf.Tensor>()
  const visit = (value: unknown): void => {
    if (value instanceof tf.Tensor) found.add(value)
    else if (typeof value === 'object' && value !== null && !ArrayBuffer.isView(value))
      for (const inner of Object.values(value)) visit(inner)
  }
  visit(holding)
  return found
}

/**
 * Ends the ownership of a state that was replaced: disposes every tensor of `before` that `after` does not hold, and returns `after`.
 *
 * Law: a tensor that both hold lives on; afterwards exactly the tensors of `after` are alive.
 */
export const handover = <After extends Holding>(before: Holding, after: After): After => {
  const kept = tensorsIn(after)
  for (const tensor of tensorsIn(before)) if (!kept.has(tensor)) tensor.dispose()
  return after
}

/** Disposes every tensor that is held, once, however often it occurs. */
export const disposeTensors = (holding: Holding): void => {
  handover(holding, {})
}

/** How many different tensors are held. */
export const countTensors = (holding: Holding): number => tensorsIn(holding).size
