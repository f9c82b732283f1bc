import * as E from 'fp-ts/lib/Either.js'
import type { Observable } from 'rxjs'
import type { Frame } from '../../kind/field/frame.ts'
import type { Resources, Stage, StageResult } from '../../kind/stage/stage.ts'
import type { DataError } from '../../prelude/errors.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { batch } from '../../stream/batch.ts'
import { type Credits, credits } from '../../stream/credits.ts'
import { type Gauge, gauge } from '../../stream/gauge.ts'
import { type Item, type Origin, release } from '../../stream/item.ts'
import { mapItems } from '../../stream/mapItems.ts'
import { pull } from '../../stream/pull.ts'
import { resumeAfter } from '../../stream/resumeAfter.ts'
import type { Sequence } from '../../stream/sequence.ts'

/** A frame and the key of its draws, which depends on the position of the sample alone. */
export interface KeyedFrame {
  readonly frame: Frame
  readonly key: Key
}

/** The items of one batch. */
export type Samples = readonly Item<KeyedFrame>[]

/** A stage of a branch. */
export interface BranchStage {
  readonly id: string
  readonly name: string
  readonly use: Stage
}

export interface BranchOptions {
  readonly name: string
  /** The samples of the flow (see `samplesOf`). */
  readonly samples: Sequence<Frame>
  readonly stages: readonly BranchStage[]
  readonly size: number
  /** What happens to a last batch that is not full. */
  readonly last: 'drop' | 'keep'
  readonly resources: Resources
  /** The key of the run. */
  readonly key: Key
  /** The origin of the last item used before an interruption. */
  readonly after: Origin
  readonly inFlight: number | null
  readonly concurrency: number
  readonly onFailure: (failure: DataError) => void
}

/** The batches of one data flow, its credits, and the backlog of each stage. */
export interface Branch {
  readonly batches: Observable<Samples>
  readonly credits: Credits
  readonly stages: readonly { readonly name: string; readonly gauge: Gauge }[]
  readonly length: number
}

const keyed = (samples: Sequence<Frame>): Sequence<KeyedFrame> => ({
  length: samples.length,
  at: (key, position) => ({ frame: samples.at(key, position), key: fold(key, 'sample', position) }),
})

/** Several frames made from one have a key each. */
const rekey =
  (key: Key) =>
  (frames: readonly Frame[]): readonly KeyedFrame[] =>
    frames.length === 1
      ? [{ frame: frames[0]!, key }]
      : frames.map((frame, part) => ({ frame, key: fold(key, 'part', part) }))

const runStage = ({ id, use }: BranchStage, resources: Resources) => {
  const run = use.run(resources)
  return ({ frame, key }: KeyedFrame) => {
    const result: StageResult | Promise<StageResult> = run(frame, fold(key, id))
    return result instanceof Promise ? result.then(E.map(rekey(key))) : E.map(rekey(key))(result)
  }
}

/**
 * Turns a data flow into a stream of batches.
 *
 * Samples are read by demand and pass through the stages in order. Nothing is read before somebody subscribes.
 *
 * Laws:
 * - The draws of a sample depend on its position and the stage alone, not on credits, concurrency or timing.
 * - Entered after an item, it goes on with the next one.
 */
export const branch = (options: BranchOptions): Branch => {
  const { name, resources, key, after, size, last, inFlight, concurrency, onFailure } = options
  const budget = credits(inFlight ?? 2 * size)
  const samples = keyed(options.samples)
  const stages = options.stages.map((stage) => ({
    name: stage.name,
    gauge: gauge(),
    map: runStage(stage, resources),
  }))
  const source = pull({ sequence: samples, key: fold(key, 'flow', name), from: after.position, credits: budget })
  const staged = stages.reduce<Observable<Item<KeyedFrame>>>(
    (stream, { gauge: stageGauge, map }) => stream.pipe(mapItems({ concurrency, map, onFailure, gauge: stageGauge })),
    source,
  )
  return {
    batches: staged.pipe(resumeAfter(after), batch<Item<KeyedFrame>>({ size, last, discard: release })),
    credits: budget,
    stages,
    length: samples.length,
  }
}
