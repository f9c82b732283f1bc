import * as E from 'fp-ts/lib/Either.js'
import type { Sets } from '../../kind/definition.ts'
import type { Frame } from '../../kind/field/frame.ts'
import type { DataFlow } from '../../pipeline/plan/dataFlows.ts'
import type { FlowPlan } from '../../pipeline/plan/plan.ts'
import { InvariantViolation, type RunError, runError } from '../../prelude/errors.ts'
import type { Sequence } from '../../stream/sequence.ts'
import { isOneImage } from './isOneImage.ts'

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
  /** What its orders have to say of them. */
  readonly warnings: readonly string[]
}

/**
 * Opens the source of a flow and puts its samples in order.
 *
 * Edges: what a source or an order cannot give, a finite flow with fewer samples than its batch, which drops what is left, and a single image that
 * has to be told apart from others are errors.
 *
 * @param classes their names
 */
export const samplesOf = (
  { flow, apart }: DataFlow,
  sets: Sets,
  classes: readonly string[],
): E.Either<RunError, FlowSamples> => {
  if (flow.source === null) throw new InvariantViolation(`Expected a source in the flow ${flow.name}`)
  const { definition, params } = flow.source
  if (definition.kind !== 'source') throw new InvariantViolation(`Expected a source, received ${definition.name}`)
  const opened = definition.open(params as never, sets)
  if (E.isLeft(opened)) return opened
  let sequence = opened.right
  // All samples, before they come again and again without end.
  let all = opened.right
  const warnings: string[] = []
  for (const { definition: order, params: chosen, id, given } of flow.orders) {
    if (order.kind !== 'order') throw new InvariantViolation(`Expected an order, received ${order.name}`)
    const ordered = order.apply(chosen as never, { id, given, classes })(sequence)
    if (E.isLeft(ordered)) return ordered
    sequence = ordered.right
    if (sequence.length < Number.POSITIVE_INFINITY) all = sequence
    warnings.push(...(ordered.right.warnings ?? []))
  }
  if (apart !== null && isOneImage(all, flow.source.written)) {
    return E.left(
      runError(
        `Expected at least two different images at ${apart.join('.')}, received one, in the flow ${flow.name}`,
        'Add images to what the flow reads',
      ),
    )
  }
  const { size, last } = batchOf(flow)
  return sequence.length < size && last === 'drop'
    ? E.left(
        runError(
          `The flow ${flow.name} has ${sequence.length} images and its batches ${size}, so none would ever be full`,
          'Add repeat to the flow, make the batch smaller, or keep the last one (last: keep)',
        ),
      )
    : E.right({ sequence, images: opened.right.length, warnings })
}
