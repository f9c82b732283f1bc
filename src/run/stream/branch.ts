import * as E from 'fp-ts/lib/Either.js'
import type { Observable } from 'rxjs'
import type { Resources } from '../../kind/definition.ts'
import type { Frame } from '../../kind/field/frame.ts'
import type { FlowPlan, PlanNode } from '../../pipeline/plan/plan.ts'
import type { DataError } from '../../prelude/errors.ts'
import { InvariantViolation } from '../../prelude/errors.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { batch } from '../../stream/batch.ts'
import { type Credits, credits } from '../../stream/credits.ts'
import { type Gauge, gauge } from '../../stream/gauge.ts'
import { type Item, type Origin, release } from '../../stream/item.ts'
import { mapItems } from '../../stream/mapItems.ts'
import { pull } from '../../stream/pull.ts'
import { resumeAfter } from '../../stream/resumeAfter.ts'
import type { Sequence } from '../../stream/sequence.ts'
import { batchOf } from './samples.ts'

/** A frame and the key of its draws: the same for the same position, whatever was read before it. */
interface Keyed {
  readonly frame: Frame
  readonly key: Key
}

export interface BranchOptions {
  readonly flow: FlowPlan
  /** The samples of the flow (see `samplesOf`). */
  readonly samples: Sequence<Frame>
  readonly resources: Resources
  /** The key of the run. */
  readonly key: Key
  /** The origin of the last item that was used before an interruption. */
  readonly after: Origin
  readonly inFlight: number | null
  readonly concurrency: number
  readonly onFailure: (failure: DataError) => void
}

/** The batches of one data flow, and its books: credits, and the backlog of each stage. */
export interface Branch {
  readonly batches: Observable<readonly Item<Keyed>[]>
  readonly credits: Credits
  readonly stages: readonly { readonly name: string; readonly gauge: Gauge }[]
  readonly length: number
}

const keyed = (samples: Sequence<Frame>): Sequence<Keyed> => ({
  length: samples.length,
  at: (key, position) => ({ frame: samples.at(key, position), key: fold(key, 'sample', position) }),
})

const runStage = ({ definition, params, id }: PlanNode, resources: Resources) => {
  if (definition.kind !== 'stage') throw new InvariantViolation(`Expected a stage, received ${definition.name}`)
  const run = definition.run(params as never, resources)
  const rekey = (key: Key) => (frames: readonly Frame[]) =>
    frames.length === 1
      ? [{ frame: frames[0]!, key }]
      : frames.map((frame, part) => ({ frame, key: fold(key, 'part', part) }))
  return ({ frame, key }: Keyed) => {
    const result = run(frame, fold(key, id))
    return result instanceof Promise ? result.then(E.map(rekey(key))) : E.map(rekey(key))(result)
  }
}

/** Turns a data flow into a stream: read by demand, through its stages in order, joined to batches. Nothing is read before it is subscribed. */
export const branch = (options: BranchOptions): Branch => {
  const { flow, resources, key, after, inFlight, concurrency, onFailure } = options
  const { size, last } = batchOf(flow)
  const budget = credits(inFlight ?? 2 * size)
  const samples = keyed(options.samples)
  const stages = flow.stages.map((node) => ({
    name: node.definition.name,
    gauge: gauge(),
    map: runStage(node, resources),
  }))
  const source = pull({ sequence: samples, key: fold(key, 'flow', flow.name), from: after.position, credits: budget })
  const staged = stages.reduce<Observable<Item<Keyed>>>(
    (stream, { gauge: stageGauge, map }) => stream.pipe(mapItems({ concurrency, map, onFailure, gauge: stageGauge })),
    source,
  )
  return {
    batches: staged.pipe(resumeAfter(after), batch<Item<Keyed>>({ size, last, discard: release })),
    credits: budget,
    stages,
    length: samples.length,
  }
}
