import * as E from 'fp-ts/lib/Either.js'
import * as record from 'fp-ts/lib/Record.js'
import { from as fromPromise, mergeScan, type Observable, takeWhile } from 'rxjs'
import { mentions } from '../../codec/mentions.ts'
import type { ModelParts, Moment, Resources, Sets } from '../../kind/definition.ts'
import { collate } from '../../kind/field/collate.ts'
import type { Batch } from '../../kind/field/frame.ts'
import type { World } from '../../kind/step/world.ts'
import { type DataFlow, type DataFlows, dataFlows } from '../../pipeline/plan/dataFlows.ts'
import type { FlowPlan, Plan } from '../../pipeline/plan/plan.ts'
import type { DataError, RunError } from '../../prelude/errors.ts'
import { fold, type Key } from '../../prelude/key.ts'
import { beginning, type Item, type Origin, settle } from '../../stream/item.ts'
import { zip } from '../../stream/zip.ts'
import { type Advance, advanceBy } from './advance.ts'
import { type Branch, branch } from './branch.ts'
import { type FlowSamples, samplesOf } from './samples.ts'

/** Where a phase stands: steps made, and for each data flow the last sample that was used. */
export interface Progress {
  readonly step: number
  readonly origins: Readonly<Record<string, Origin>>
}

export const start: Progress = { step: 0, origins: {} }

export interface PhaseOptions {
  readonly plan: Plan
  readonly flow: string
  /** Steps after which the phase ends, or null when it ends with its data. */
  readonly steps: number | null
  readonly models: Readonly<Record<string, ModelParts>>
  /** Their names. */
  readonly classes: readonly string[]
  readonly sets: Sets
  readonly resources: Resources
  readonly key: Key
  readonly world: World
  readonly progress: Progress
  readonly onFailure: (failure: DataError) => void
  /** Work between two steps (logs, evaluation, checkpoints): the next step waits for it. It decides which world goes on, and whether the phase does. */
  readonly afterStep: (
    advance: Advance,
    before: World,
    progress: Progress,
  ) => Promise<{ readonly world: World; readonly stop: boolean }>
}

export interface PhaseState {
  readonly world: World
  readonly progress: Progress
  readonly stop: boolean
}

/** A compiled phase: a stream of states, one for each step, and the books of its data flows. */
export interface CompiledPhase {
  readonly states: Observable<PhaseState>
  readonly branches: Readonly<Record<string, Branch>>
  /** Sentences for whoever watches the run, before the first step. */
  readonly warnings: readonly string[]
}

type Samples = Branch['batches'] extends Observable<infer A> ? A : never

const fieldsRead = (flow: FlowPlan): ReadonlySet<string> =>
  new Set(
    flow.steps.flatMap(({ definition, params }) =>
      mentions(definition.params, params)
        .filter(({ role }) => role.of === 'read')
        .map(({ name }) => name),
    ),
  )

/** The fields of a data flow before its batch. */
const sampleTypes = (flow: FlowPlan) => flow.batch!.given

type SamplesByFlow = Readonly<Record<string, FlowSamples>>

const withPrefix = (prefix: string, fields: Batch): Batch =>
  prefix === ''
    ? fields
    : Object.fromEntries(Object.entries(fields).map(([name, value]) => [`${prefix}${name}`, value]))

/** The flow whose passes are epochs: the first that reads the labeled images, or the first of all where none does. */
const timekeeper = (sources: DataFlows): string => {
  const names = Object.keys(sources)
  return names.find((name) => sources[name]!.flow.source?.definition.name === 'labeledImages') ?? names[0]!
}

/** Samples of a flow that were used, if only in part. */
const usedUpTo = ({ position, part }: Origin): number => (part < 0 ? 0 : position + 1)

/**
 * Turns a phase of a plan into an RxJS stream: demand-driven sources, their stages, batches, zip, and one scan over the composed steps.
 *
 * The scan takes the next batch only when the work after the last step is done; what waits meanwhile is bounded by the credits of the sources.
 *
 * Law: what the stream computes depends on the plan, the data, the key and the progress alone, not on concurrency or timing; entering at
 * the progress of an earlier state gives the same states as an unbroken stream.
 */
export const compile = (options: PhaseOptions): E.Either<RunError, CompiledPhase> => {
  const sources = dataFlows(options.plan, options.plan.flows[options.flow]!)
  return E.map(stream(options, sources))(
    record.traverse(E.Applicative)((source: DataFlow) => samplesOf(source, options.sets, options.classes))(sources),
  )
}

const stream =
  (options: PhaseOptions, sources: DataFlows) =>
  (samples: SamplesByFlow): CompiledPhase => {
    const { plan, models, classes, resources, key, progress, steps, onFailure, afterStep } = options
    const flow = plan.flows[options.flow]!
    const wanted = fieldsRead(flow)
    const timed = timekeeper(sources)
    const advance = advanceBy(flow.steps, models)
    const { inFlight, concurrency } = plan.spec.limits
    const branches = Object.fromEntries(
      Object.entries(sources).map(([name, { flow: dataFlow }]) => [
        name,
        branch({
          flow: dataFlow,
          samples: samples[name]!.sequence,
          resources,
          key,
          after: progress.origins[name] ?? beginning,
          inFlight,
          concurrency,
          onFailure,
        }),
      ]),
    )
    const collators = Object.fromEntries(
      Object.entries(sources).map(([name, { flow: dataFlow, prefix }]) => {
        const read = new Set(
          [...wanted].filter((field) => field.startsWith(prefix)).map((field) => field.slice(prefix.length)),
        )
        const join = collate(sampleTypes(dataFlow), read, classes.length)
        return [name, (items: Samples) => withPrefix(prefix, join(items.map(({ value }) => value.frame)))]
      }),
    )
    const momentOf = ({ step, origins }: Progress): Moment => ({
      step,
      steps: steps ?? Number.POSITIVE_INFINITY,
      epoch: usedUpTo(origins[timed] ?? beginning) / samples[timed]!.images,
      key: fold(key, 'step', options.flow, step),
    })
    const next = async (state: PhaseState, samples: Readonly<Record<string, Samples>>): Promise<PhaseState> => {
      const batch: Batch = Object.assign({}, ...Object.entries(samples).map(([name, items]) => collators[name]!(items)))
      const advanced = advance(state.world, batch, momentOf(state.progress))
      const origins = Object.fromEntries(Object.entries(samples).map(([name, items]) => [name, items.at(-1)!.origin]))
      for (const items of Object.values(samples)) settle(items, 'used')
      const moved: Progress = { step: state.progress.step + 1, origins }
      return { ...(await afterStep(advanced, state.world, moved)), progress: moved }
    }
    const initial: PhaseState = { world: options.world, progress, stop: false }
    const states = zip<Readonly<Record<string, Samples>>>({
      branches: Object.fromEntries(Object.entries(branches).map(([name, { batches }]) => [name, batches])),
      discard: (items: readonly Item<unknown>[]) => settle(items, 'released'),
    }).pipe(
      mergeScan((state: PhaseState, samples) => fromPromise(next(state, samples)), initial, 1),
      takeWhile(({ progress: made, stop }) => !stop && (steps === null || made.step < steps), true),
    )
    return { states, branches, warnings: Object.values(samples).flatMap(({ warnings }) => warnings) }
  }
