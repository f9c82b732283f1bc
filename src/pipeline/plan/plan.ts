import type { AnyOperator, Facts } from '../../kind/definition.ts'
import type { Dim, FieldTypes } from '../../kind/field/fieldType.ts'
import type { Weights } from '../../kind/step/world.ts'
import type { Spec } from '../spec/spec.ts'

/** One operator of a flow with its parameters, and the types of the fields before it and of those that it writes. */
export interface PlanNode {
  readonly definition: AnyOperator
  readonly params: unknown
  /** Where it stands in the file. */
  readonly path: readonly string[]
  /** A name that does not change when operators are added around it: flow, operator, and which one of its name. */
  readonly id: string
  readonly given: FieldTypes
  readonly written: FieldTypes
}

/** A checked flow: frames come from a source or from the batches of other flows; then stages, a batch, and steps. */
export interface FlowPlan {
  readonly name: string
  readonly source: PlanNode | null
  readonly zip: readonly string[]
  readonly orders: readonly PlanNode[]
  readonly stages: readonly PlanNode[]
  readonly batch: PlanNode | null
  readonly steps: readonly PlanNode[]
  readonly types: FieldTypes
}

export interface ModelPlan {
  /** Height, width and channels of the images that the model takes. */
  readonly input: readonly [Dim, Dim, Dim]
  readonly heads: Readonly<Record<string, Dim>>
}

/** A pipeline in which every reference holds: what remains is to run it. */
export interface Plan {
  readonly spec: Spec
  readonly flows: Readonly<Record<string, FlowPlan>>
  readonly models: Readonly<Record<string, ModelPlan>>
  readonly facts: Facts
}

/** The kinds of weights that there are of a model: those being trained and, where a step keeps one, their average. */
export const keptWeights = ({ facts }: Plan, model: string): readonly Weights[] =>
  facts.averaged.has(model) ? ['raw', 'average'] : ['raw']
