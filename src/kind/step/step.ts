import type { Scalar } from '@tensorflow/tfjs-core'
import { type Applied, kind } from '../../codec/index.ts'
import type { Key } from '../../prelude/key.ts'
import type { Tensors } from '../../tensor/tensors.ts'
import type { Infer } from '../field/facts.ts'
import type { FieldTypes } from '../field/fieldType.ts'
import type { Batch, FileRef } from '../field/frame.ts'
import type { Network } from '../network/network.ts'
import type { Rule } from '../optimizer/optimizer.ts'
import type { Clock } from '../schedule/clock.ts'
import type { World } from './world.ts'

/** The position in the training. Schedules and random draws depend on it. */
export interface Moment extends Clock {
  readonly key: Key
}

/** One pseudo-label. The run adds the name of the class and the path within the set to the ledger. */
export interface LedgerRecord {
  readonly file: FileRef
  /** Index of the class. */
  readonly label: number
  readonly confidence: number
  readonly accepted: boolean
  readonly probabilities: readonly number[]
}

/** The changes that a step makes. Anything left out does not change. */
export interface Outcome {
  readonly world?: World
  /** Fields that the step adds to the batch. */
  readonly fields?: Batch
  /** By the names that the step declares. Logs prefix them with the id of the step. */
  readonly metrics?: Readonly<Record<string, number | Scalar>>
  readonly records?: { readonly ledger: string; readonly rows: readonly LedgerRecord[] }
  /** Sentences for the person who watches the run. */
  readonly warnings?: readonly string[]
}

/** The parts that a run builds from the declaration of a model. */
export interface ModelParts {
  readonly network: Network
  readonly optimizer: Rule
  /** Whether training leaves a parameter or a statistic unchanged. */
  readonly isFrozen: (name: string) => boolean
  /** The names of the moving averages that steps keep of the model. */
  readonly averages: readonly string[]
}

/** The parts of the plan that a step may use. */
export interface StepParts {
  readonly id: string
  /** The name under which the world holds the state of the step. */
  readonly state: string
  /** The fields that the step receives. */
  readonly given: FieldTypes
  readonly models: Readonly<Record<string, ModelParts>>
}

/** The state that a step keeps between calls. */
export interface StepState {
  /** The name from the file, which other steps may share; null for a state of this step alone. */
  readonly name: string | null
  /** The state before the first call. */
  readonly start: (parts: StepParts) => Tensors
}

/** A field by which a step tells images apart. The flow that it comes from must have at least two images. */
export interface Distinct {
  readonly field: string
  /** The path to the field's name, from the parameters of the step. */
  readonly path: readonly string[]
}

/** Maps (world, batch) to (world, batch). Steps run in order; a training flow is one scan over them. */
export interface Step {
  readonly infer: Infer
  /** The models that the step trains. */
  readonly trains?: readonly string[]
  /** The moving average that the step keeps. */
  readonly averages?: { readonly model: string; readonly name: string }
  /** The names of the metrics that the step logs. */
  readonly metrics?: readonly string[]
  readonly state?: StepState
  readonly distinct?: readonly Distinct[]
  readonly run: (parts: StepParts) => (world: World, batch: Batch, moment: Moment) => Outcome
}

export type AppliedStep = Applied<'step', Step>

/** Declares a step. */
export const defineStep = kind<'step', Step>('step')
