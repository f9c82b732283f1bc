import * as E from 'fp-ts/lib/Either.js'
import * as record from 'fp-ts/lib/Record.js'
import type { Observable } from 'rxjs'
import type { Batch } from '../../kind/field/frame.ts'
import type { Sets } from '../../kind/source/imageSets.ts'
import type { Resources } from '../../kind/stage/stage.ts'
import type { Moment } from '../../kind/step/step.ts'
import type { Feed, FlowPlan } from '../../pipeline/plan/plan.ts'
import { namesIn } from '../../pipeline/plan/plan.ts'
import type { Spec } from '../../pipeline/spec/spec.ts'
import type { DataError, RunError } from '../../prelude/errors.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { beginning, settle } from '../../stream/item.ts'
import { zip } from '../../stream/zip.ts'
import { type Branch, branch, type Samples } from './branch.ts'
import { type Progress, usedUpTo } from './progress.ts'
import { batchOf, type FlowSamples, samplesOf } from './samples.ts'

export interface PhaseOptions {
  readonly flow: FlowPlan
  readonly limits: Spec['limits']
  /** Steps after which the phase ends, or null when it ends with its data. */
  readonly steps: number | null
  /** The names of the classes. */
  readonly classes: readonly string[]
  readonly sets: Sets
  readonly resources: Resources
  readonly key: Key
  readonly progress: Progress
  readonly onFailure: (failure: DataError) => void
}

/** One batch of each feed, by feed. */
export type PhaseSamples = Readonly<Record<string, Samples>>

/** A phase as a stream of batches, and its feeds. */
export interface PhaseStream {
  /** The credits of the sources bound what waits here. */
  readonly samples: Observable<PhaseSamples>
  /** Joins samples to a batch of tensors, which the caller owns. */
  readonly collate: (samples: PhaseSamples) => Batch
  readonly momentOf: (progress: Progress) => Moment
  readonly branches: Readonly<Record<string, Branch>>
  /** Sentences for the person who watches the run, before the first step. */
  readonly warnings: readonly string[]
}

const fieldsRead = ({ steps }: FlowPlan): readonly string[] => steps.flatMap((node) => namesIn(node, 'read'))

/** The feed whose passes are epochs: the first one of labeled images, or else the first one. */
const timekeeper = (feeds: FlowPlan['feeds']): string => {
  const names = Object.keys(feeds)
  return names.find((name) => feeds[name]!.flow.source?.use.images === 'labeled') ?? names[0]!
}

const withPrefix = (prefix: string, fields: Batch): Batch =>
  prefix === ''
    ? fields
    : Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}${name}`, value]))

/** Joins the samples of one feed. Keeps the fields that a step reads, under the names that it uses. */
const collator = ({ flow, prefix }: Feed, wanted: readonly string[], classes: number) => {
  const own = wanted.filter((field) => field.startsWith(prefix)).map((field) => field.slice(prefix.length))
  const batch = batchOf(flow)
  const join = batch.use.collate(batch.given, new Set(own), { classes })
  return (items: Samples): Batch => withPrefix(prefix, join(items.map(({ value }) => value.frame)))
}

const stream =
  (options: PhaseOptions) =>
  (samples: Readonly<Record<string, FlowSamples>>): PhaseStream => {
    const { flow, limits, steps, classes, resources, key, progress, onFailure } = options
    const { feeds } = flow
    const timed = timekeeper(feeds)
    const wanted = fieldsRead(flow)
    const branches = record.mapWithIndex((name, { flow: source }: Feed) =>
      branch({
        name,
        samples: samples[name]!.sequence,
        stages: source.stages,
        size: batchOf(source).use.size,
        last: batchOf(source).use.last,
        resources,
        key,
        after: progress.origins[name] ?? beginning,
        inFlight: limits.inFlight,
        concurrency: limits.concurrency,
        onFailure,
      }),
    )(feeds)
    const collators = record.map((feed: Feed) => collator(feed, wanted, classes.length))(feeds)
    return {
      samples: zip<PhaseSamples>({
        branches: record.map(({ batches }: Branch) => batches)(branches),
        discard: (items) => settle(items, 'released'),
      }),
      collate: (items) => Object.assign({}, ...Object.entries(items).map(([name, one]) => collators[name]!(one))),
      momentOf: ({ step, origins }) => ({
        step,
        steps: steps ?? Number.POSITIVE_INFINITY,
        epoch: usedUpTo(origins[timed] ?? beginning) / samples[timed]!.images,
        key: fold(key, 'step', flow.name, step),
      }),
      branches,
      warnings: Object.values(samples).flatMap(({ warnings }) => warnings),
    }
  }

/**
 * Turns a phase into a stream that gives one batch of each feed at a time.
 *
 * Laws:
 * - The batches depend on the plan, the data, the key and the progress alone, not on concurrency or timing.
 * - A stream that starts at the progress of an earlier step gives the same batches as an unbroken one.
 */
export const phaseStream = (options: PhaseOptions): E.Either<RunError, PhaseStream> =>
  E.map(stream(options))(
    record.traverse(E.Applicative)((feed: Feed) => samplesOf(feed, options.sets, options.classes))(options.flow.feeds),
  )
