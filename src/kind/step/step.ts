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

/** Where training stands: schedules and draws depend on it. */
export interface Moment extends Clock {
  readonly key: Key
}

/** One pseudo-label; the run writes it into a ledger, with the name of the class and the path within the set. */
export interface LedgerRecord {
  readonly file: FileRef
  /** Index of its class. */
  readonly label: number
  readonly confidence: number
  readonly accepted: boolean
  readonly probabilities: readonly number[]
}

/** What a step changed: anything left out stays as it was. */
export interface Outcome {
  readonly world?: World
  /** Fields that the step adds to the batch. */
  readonly fields?: Batch
  /** By the names that the step declares; logs put the id of the step before them. */
  readonly metrics?: Readonly<Record<string, number | Scalar>>
  readonly records?: { readonly ledger: string; readonly rows: readonly LedgerRecord[] }
  /** Sentences for the person who watches the run. */
  readonly warnings?: readonly string[]
}

/** What a run makes of the declaration of a model. */
export interface ModelParts {
  readonly network: Network
  readonly optimizer: Rule
  /** Whether a parameter or a statistic stays as it is. */
  readonly isFrozen: (name: string) => boolean
  /** The names of the moving averages that steps keep of it. */
  readonly averages: readonly string[]
}

/** What a step may use of the plan. */
export interface StepParts {
  readonly id: string
  /** The name under which the world holds the state of the step. */
  readonly state: string
  /** The fields that the step receives. */
  readonly given: FieldTypes
  readonly models: Readonly<Record<string, ModelParts>>
}

/** What a step keeps between calls. */
export interface StepState {
  /** The name that the file gives it, which other steps may share; null for a state of this step alone. */
  readonly name: string | null
  /** The state before the first call. */
  readonly start: (parts: StepParts) => Tensors
}

/** A field by which a step tells images apart: the flow that it comes from must have two images at least. */
export interface Distinct {
  readonly field: string
  /** Where the field is named, from the parameters of the step. */
  readonly path: readonly string[]
}

/** (world, batch) to (world, batch): steps run in order, and a training flow is one scan over them. */
export interface Step {
  readonly infer: Infer
  /** The models that the step trains. */
  readonly trains?: readonly string[]
  /** The moving average that the step keeps. */
  readonly averages?: { readonly model: string; readonly name: string }
  /** The names of everything that the step logs. */
  readonly metrics?: readonly string[]
  readonly state?: StepState
  readonly distinct?: readonly Distinct[]
  readonly run: (parts: StepParts) => (world: World, batch: Batch, moment: Moment) => Outcome
}

export type AppliedStep = Applied<'step', Step>

/** Declares a step. */
export const defineStep = kind<'step', Step>('step')
