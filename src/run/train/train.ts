import * as E from 'fp-ts/lib/Either.js'
import { lastValueFrom } from 'rxjs'
import type { LabeledImage, ModelParts, Resources } from '../../kind/definition.ts'
import { handOver } from '../../kind/step/handOver.ts'
import type { World } from '../../kind/step/world.ts'
import { trainsEvaluated } from '../../pipeline/plan/neededRuns.ts'
import type { PhaseRun } from '../../pipeline/plan/phaseRuns.ts'
import { keptWeights, type Plan } from '../../pipeline/plan/plan.ts'
import { type DataError, type RunError, runError } from '../../prelude/errors.ts'
import { fold, type Key } from '../../prelude/key.ts'
import type { Sequence } from '../../stream/sequence.ts'
import { type Checkpoint, type CheckpointState, writeCheckpoint } from '../folder/checkpoint.ts'
import type { Records } from '../folder/records.ts'
import { type Evaluation, type Way, waysOf } from '../score/evaluation.ts'
import { accuracyOf } from '../score/score.ts'
import { scorer } from '../score/scorer.ts'
import type { Ledgers } from '../sets/ledgers.ts'
import type { RunData } from '../sets/runData.ts'
import type { Advance } from '../stream/advance.ts'
import type { Branch } from '../stream/branch.ts'
import { compile, type Progress, start } from '../stream/compile.ts'
import { beginPhase } from './beginPhase.ts'
import { firstNotFinite } from './firstNotFinite.ts'
import { initialWorld } from './initialWorld.ts'
import type { FlowLoad, Observer } from './observer.ts'
import { unmetCondition } from './unmetCondition.ts'

export interface TrainOptions {
  readonly plan: Plan
  /** What is run, in order. */
  readonly runs: readonly PhaseRun[]
  readonly ledgers: Ledgers
  readonly models: Readonly<Record<string, ModelParts>>
  readonly data: RunData
  readonly resources: Resources
  readonly key: Key
  readonly make: CheckpointState['make']
  /** The checkpoint to go on from, or null to start. */
  readonly checkpoint: Checkpoint | null
  readonly checkpoints: string
  /** The append-only files of the run. */
  readonly records: Records
  readonly observer: Observer
  /** The most steps of each phase, or null where only the pipeline decides. */
  readonly stepsPerPhase: number | null
  /** Asked after every step: true ends the run with a checkpoint. */
  readonly stopRequested: () => boolean
}

export interface Trained {
  readonly world: World
  readonly evaluations: readonly Evaluation[]
  readonly steps: number
  readonly interrupted: boolean
}

const loadOf = (branches: Readonly<Record<string, Branch>>): readonly FlowLoad[] =>
  Object.entries(branches).map(([flow, { credits, stages }]) => ({
    flow,
    counts: credits.counts(),
    stages: stages.map(({ name, gauge }) => ({ name, backlog: gauge.entered() - gauge.left(), done: gauge.left() })),
  }))

const notFinite = (metrics: Advance['metrics']): string | undefined =>
  Object.keys(metrics).find((name) => !Number.isFinite(metrics[name]))

/**
 * Runs the phases of a plan from their start, or from a checkpoint, to their end.
 *
 * Between two steps: the loss must be finite (else the last good checkpoint stays and the term is named), the append-only files grow, and
 * at every evaluation a checkpoint is written. A phase that leaves the evaluated model alone is not evaluated. What is computed depends on plan,
 * data and key alone.
 */
export const train = async (options: TrainOptions): Promise<E.Either<RunError, Trained>> => {
  const { plan, runs, ledgers, models, data, resources, key, make, checkpoint, checkpoints, records, observer } =
    options
  const { evaluate: measured, limits } = plan.spec
  const { stepsPerPhase, stopRequested } = options
  const ways: readonly Way[] = waysOf(keptWeights(plan, measured.model), measured.views)
  const evaluations: Evaluation[] = [...(checkpoint?.state.evaluations ?? [])]
  let world = checkpoint?.world ?? initialWorld(plan, models, key)
  let steps = checkpoint?.state.steps ?? 0
  let failure: RunError | undefined
  let interrupted = false
  const isCut = ({ step }: Progress): boolean => stepsPerPhase !== null && step >= stepsPerPhase

  const onFailure = (error: DataError): void => {
    if (records.addToQuarantine(error)) observer.onQuarantine(error)
  }

  const ask = scorer({ plan, models, classes: data.classes.length, resources, onFailure })

  const accuracies = async (images: Sequence<LabeledImage> | null): Promise<readonly (number | null)[]> =>
    images === null ? ways.map(() => null) : (await ask(images, world, measured.model, ways)).map(accuracyOf)

  const measure = async (): Promise<void> => {
    const validation = await accuracies(data.validation)
    const test = await accuracies(data.test)
    const evaluation: Evaluation = {
      step: steps,
      scores: ways.map((way, i) => ({ ...way, validation: validation[i] ?? null, test: test[i] ?? null })),
    }
    evaluations.push(evaluation)
    records.addMetrics({ step: steps, evaluation })
    observer.onEvaluation(evaluation)
  }

  const save = async (phase: number, progress: Progress): Promise<void> => {
    const broken = firstNotFinite(world)
    if (broken !== undefined) {
      failure = runError(
        `${broken} is not finite at step ${steps}`,
        'The last good checkpoint is kept; try a smaller rate',
      )
      return
    }
    const updates = Object.fromEntries(Object.entries(world.models).map(([name, model]) => [name, model.updates]))
    const state: CheckpointState = { make, phase, progress, steps, updates, evaluations, lengths: records.lengths() }
    observer.onCheckpoint(await writeCheckpoint(checkpoints, state, world))
  }

  for (let index = checkpoint?.state.phase ?? 0; index < runs.length; index++) {
    const run = runs[index]!
    const { phase, name } = run
    const evaluated = trainsEvaluated(plan, run)
    const until = phase.until.name === 'steps' ? phase.until.params : null
    // A checkpoint between two phases stands before the first step of the next one, whose beginning is still to come.
    const resumed = index === checkpoint?.state.phase && checkpoint.state.progress.step > 0
    const progress = resumed ? checkpoint.state.progress : start
    if (!resumed) {
      // What is cut is tried with models that are hardly trained.
      const unmet =
        stepsPerPhase === null
          ? await unmetCondition(run, data.validation, (images, model, asked) => ask(images, world, model, asked), {
              onTried: (precondition) => records.addMetrics({ step: steps, precondition }),
              onUndecided: observer.onWarning,
            })
          : undefined
      if (unmet !== undefined) return E.left(unmet)
      const begun = beginPhase(run, plan, models, world, key)
      handOver(world, begun)
      world = begun
    }
    observer.onPhase(name, until, progress.step)
    if (until !== null && progress.step >= until) continue
    const compiled = compile({
      plan,
      flow: phase.flow,
      steps: until,
      models,
      classes: data.classes,
      sets: { ...data.sets, ledger: ledgers.seenBy(run) },
      resources,
      key: fold(key, 'phase', name),
      world,
      progress,
      onFailure,
      afterStep: async (advance, before, made) => {
        const bad = notFinite(advance.metrics)
        if (bad !== undefined) {
          handOver(advance.world, before)
          failure = runError(
            `The loss term ${bad} is ${advance.metrics[bad]} at step ${steps + 1}`,
            'The last good checkpoint is kept; try a smaller rate, or clip the gradient',
          )
          return { world: before, stop: true }
        }
        handOver(before, advance.world)
        world = advance.world
        steps++
        advance.warnings.forEach(observer.onWarning)
        for (const { ledger, rows } of advance.records) records.addToLedger(run.writes[ledger]!, rows)
        if (steps % limits.logEvery === 0) records.addMetrics({ step: steps, phase: name, ...advance.metrics })
        observer.onStep(made.step, advance.metrics, E.isRight(compiled) ? loadOf(compiled.right.branches) : [])
        interrupted = stopRequested()
        const last = until !== null && made.step >= until
        const due = made.step % measured.every === 0 || last
        if (due && evaluated) await measure()
        if (due || interrupted) await save(index, made)
        failure ??= records.overBudget()
        return { world, stop: interrupted || isCut(made) || failure !== undefined }
      },
    })
    if (E.isLeft(compiled)) return compiled
    compiled.right.warnings.forEach(observer.onWarning)
    const ended = await lastValueFrom(compiled.right.states, { defaultValue: { world, progress, stop: false } })
    if (failure !== undefined) return E.left(failure)
    if (interrupted) return E.right({ world, evaluations, steps, interrupted })
    if (isCut(ended.progress)) continue
    if (until !== null && ended.progress.step < until) {
      return E.left(
        runError(`The flow ${phase.flow} ended after ${ended.progress.step} of ${until} steps`, 'Add repeat to it'),
      )
    }
    if (until === null) {
      if (evaluated && evaluations.at(-1)?.step !== steps) await measure()
      await save(index + 1, start)
      if (failure !== undefined) return E.left(failure)
    }
  }
  return E.right({ world, evaluations, steps, interrupted })
}
