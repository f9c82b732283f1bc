import type { Tensor2D } from '@tensorflow/tfjs-core'
import { assertShape } from '../../tensor/assertShape.ts'
import type { Look } from './loss.ts'

/** Where a loss finds what a model says and what it should say. */
export interface Compared {
  readonly of: string
  readonly target: string
  readonly head: string
}

/** The logits of a head on a view, and the target beside them, both [batch, classes]. */
export const outputAndTarget = (
  look: Look,
  { of, target, head }: Compared,
): { readonly logits: Tensor2D; readonly wanted: Tensor2D } => {
  const logits = look.output(of, head)
  const [batch, classes] = logits.shape
  const wanted = look.field(target)
  assertShape(wanted, { batch, classes }, `the target ${target}`)
  // Two named dimensions were just asserted.
  return { logits, wanted: wanted as Tensor2D }
}
