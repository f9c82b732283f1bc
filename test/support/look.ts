import type * as tf from '@tensorflow/tfjs-core'
import type { Look } from '../../src/kind/loss/loss.ts'

/** A look that returns these logits for every view and head, and these fields. */
export const lookAt = (logits: tf.Tensor2D, fields: Readonly<Record<string, tf.Tensor>> = {}): Look => ({
  output: () => logits,
  features: () => logits,
  field: (name) => {
    const tensor = fields[name]
    if (tensor === undefined) throw new Error(`The test gives no field ${name}`)
    return tensor
  },
})
