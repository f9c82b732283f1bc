import type { Resources } from '../../kind/stage/stage.ts'
import type { ModelParts } from '../../kind/step/step.ts'
import type { World } from '../../kind/step/world.ts'
import { type PhaseRun, type Plan, weightsOf } from '../../pipeline/plan/plan.ts'
import type { DataError } from '../../prelude/errors.ts'
import type { Key } from '../../prelude/key.ts'
import type { Checkpoint } from '../folder/checkpoint.ts'
import type { Make } from '../folder/checkpointState.ts'
import type { Records } from '../folder/records.ts'
import { type Evaluation, type Way, waysOf } from '../score/evaluation.ts'
import type { Ledgers } from '../sets/ledgers.ts'
import type { RunData } from '../sets/runData.ts'
import type { Watch } from './event.ts'

/** What a run needs from its start to its end. */
export interface Setting {
  readonly plan: Plan
  /** What is run, in order. */
  readonly runs: readonly PhaseRun[]
  readonly ledgers: Ledgers
  readonly models: Readonly<Record<string, ModelParts>>
  readonly data: RunData
  readonly resources: Resources
  readonly key: Key
  readonly make: Make
  /** The checkpoint to go on from, or null to start. */
  readonly checkpoint: Checkpoint | null
  readonly checkpoints: string
  /** The append-only files of the run. */
  readonly records: Records
  readonly watch: Watch
  /** Upper bound on steps per phase, for trial runs; null for no bound. */
  readonly stepsPerPhase: number | null
  /** Ends the run after the step under way, with a checkpoint. */
  readonly signal: AbortSignal
}

/** A run under way. It alone owns the world. */
export interface Session extends Setting {
  world: World
  /** Steps over all phases. */
  steps: number
  readonly evaluations: Evaluation[]
  readonly ways: readonly Way[]
  readonly onFailure: (error: DataError) => void
}

/** A run before its first step, or at its checkpoint. */
export const sessionOf = (setting: Setting, world: World): Session => {
  const { plan, checkpoint, records, watch } = setting
  const { model, views } = plan.spec.evaluate
  return {
    ...setting,
    world,
    steps: checkpoint?.state.steps ?? 0,
    evaluations: [...(checkpoint?.state.evaluations ?? [])],
    ways: waysOf(weightsOf(plan, model), views),
    onFailure: (error) => {
      if (records.addToQuarantine(error)) watch({ kind: 'quarantine', error })
    },
  }
}
