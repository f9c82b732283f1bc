import type * as tf from '@tensorflow/tfjs-core'
import type { Look } from '../../src/kind/step/update/forward.ts'

/** A look at given logits, for every view and head, and at given fields. */
export const lookAt = (logits: tf.Tensor2D, fields: Readonly<Record<string, tf.Tensor>> = {}): Look => ({
  output: () => logits,
  field: (name) => {
    const found = fields[name]
    if (found === undefined) throw new Error(`The test gives no field ${name}`)
    return found
  },
})
