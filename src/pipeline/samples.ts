import * as E from 'fp-ts/lib/Either.js'
import type { Sets } from '../operator/definition.ts'
import type { Frame } from '../operator/frame.ts'
import { InvariantViolation, type RunError, runError } from '../prelude/errors.ts'
import type { Sequence } from '../stream/sequence.ts'
import type { FlowPlan } from './plan.ts'

/** How a flow joins its samples to batches. */
export const batchOf = (flow: FlowPlan): { readonly size: number; readonly last: 'drop' | 'keep' } => {
  if (flow.batch === null) throw new InvariantViolation(`Expected a batch in the flow ${flow.name}`)
  return flow.batch.params as { readonly size: number; readonly last: 'drop' | 'keep' }
}

/**
 * The samples of a flow in the order in which it reads them, before any image is decoded.
 *
 * Edges: what a source or an order cannot give, and a finite flow with fewer samples than its batch, which drops what is left, are errors.
 */
export const samplesOf = (flow: FlowPlan, sets: Sets): E.Either<RunError, Sequence<Frame>> => {
  if (flow.source === null) throw new InvariantViolation(`Expected a source in the flow ${flow.name}`)
  const { definition, params } = flow.source
  if (definition.kind !== 'source') throw new InvariantViolation(`Expected a source, received ${definition.name}`)
  const opened = definition.open(params as never, sets)
  const ordered = flow.orders.reduce<E.Either<RunError, Sequence<Frame>>>(
    (sequence, node) =>
      node.definition.kind === 'order' ? E.chain(node.definition.apply(node.params as never))(sequence) : sequence,
    opened,
  )
  const { size, last } = batchOf(flow)
  return E.chain((samples: Sequence<Frame>) =>
    samples.length < size && last === 'drop'
      ? E.left(
          runError(
            `The flow ${flow.name} has ${samples.length} images and its batches ${size}, so none would ever be full`,
            'Add repeat to the flow, make the batch smaller, or keep the last one (last: keep)',
          ),
        )
      : E.right(samples),
  )(ordered)
}
