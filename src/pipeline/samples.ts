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

/** What a flow reads, before any image is decoded. */
export interface FlowSamples {
  /** The samples in the order in which they are read. */
  readonly sequence: Sequence<Frame>
  /** Images of the source: reading so many samples is an epoch. */
  readonly images: number
}

/**
 * Opens the source of a flow and puts its samples in order.
 *
 * Edges: what a source or an order cannot give, and a finite flow with fewer samples than its batch, which drops what is left, are errors.
 */
export const samplesOf = (flow: FlowPlan, sets: Sets): E.Either<RunError, FlowSamples> => {
  if (flow.source === null) throw new InvariantViolation(`Expected a source in the flow ${flow.name}`)
  const { definition, params } = flow.source
  if (definition.kind !== 'source') throw new InvariantViolation(`Expected a source, received ${definition.name}`)
  const opened = definition.open(params as never, sets)
  if (E.isLeft(opened)) return opened
  const ordered = flow.orders.reduce<E.Either<RunError, Sequence<Frame>>>(
    (sequence, node) =>
      node.definition.kind === 'order' ? E.chain(node.definition.apply(node.params as never))(sequence) : sequence,
    opened,
  )
  if (E.isLeft(ordered)) return ordered
  const { size, last } = batchOf(flow)
  return ordered.right.length < size && last === 'drop'
    ? E.left(
        runError(
          `The flow ${flow.name} has ${ordered.right.length} images and its batches ${size}, so none would ever be full`,
          'Add repeat to the flow, make the batch smaller, or keep the last one (last: keep)',
        ),
      )
    : E.right({ sequence: ordered.right, images: opened.right.length })
}
