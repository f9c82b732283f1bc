import * as E from 'fp-ts/lib/Either.js'
import type { Frame } from '../../kind/field/frame.ts'
import type { Sets } from '../../kind/source/imageSets.ts'
import type { BatchNode, Feed, FlowPlan } from '../../pipeline/plan/plan.ts'
import { InvariantViolation, type RunError, runError } from '../../prelude/errors.ts'
import type { Sequence } from '../../stream/sequence.ts'
import { isOneImage } from './isOneImage.ts'

/** How a flow joins its samples to batches. */
export const batchOf = ({ name, batch }: FlowPlan): BatchNode => {
  if (batch === null) throw new InvariantViolation(`Expected a batch in the flow ${name}`)
  return batch
}

/** What a flow reads, before any image is decoded. */
export interface FlowSamples {
  /** The samples in the order in which they are read. */
  readonly sequence: Sequence<Frame>
  /** Images of the source: reading that many samples is an epoch. */
  readonly images: number
  /** Sentences of its orders for the person who watches the run. */
  readonly warnings: readonly string[]
}

/**
 * Opens the source of a flow and puts its samples in order.
 *
 * - Fails if the source or an order fails.
 * - Fails if the flow ends and has fewer samples than its batch, which drops what is left.
 * - Fails if a step tells images apart and there is only one.
 *
 * @param classes the names of the classes
 */
export const samplesOf = (
  { flow, distinct }: Feed,
  sets: Sets,
  classes: readonly string[],
): E.Either<RunError, FlowSamples> => {
  if (flow.source === null) throw new InvariantViolation(`Expected a source in the flow ${flow.name}`)
  const opened = flow.source.use.open(sets)
  if (E.isLeft(opened)) return opened
  let sequence = opened.right
  // All samples, before they repeat without end.
  let all = opened.right
  const warnings: string[] = []
  for (const { use, id, given } of flow.orders) {
    const ordered = use.apply({ id, given, classes })(sequence)
    if (E.isLeft(ordered)) return ordered
    sequence = ordered.right
    if (sequence.length < Number.POSITIVE_INFINITY) all = sequence
    warnings.push(...(ordered.right.warnings ?? []))
  }
  if (distinct !== null && isOneImage(all, flow.source.written)) {
    return E.left(
      runError(
        `Expected at least two different images at ${distinct.join('.')}, received one, in the flow ${flow.name}`,
        'Add images to what the flow reads',
      ),
    )
  }
  const { size, last } = batchOf(flow).use
  return sequence.length < size && last === 'drop'
    ? E.left(
        runError(
          `The flow ${flow.name} has ${sequence.length} images and its batches ${size}, so none would ever be full`,
          'Add repeat to the flow, make the batch smaller, or keep the last one (last: keep)',
        ),
      )
    : E.right({ sequence, images: opened.right.length, warnings })
}
