import type { AnyCodec, Mention } from '../../codec/index.ts'
import type { Facts } from '../../kind/field/facts.ts'
import type { Dim, FieldTypes } from '../../kind/field/fieldType.ts'
import type { AppliedJoin, BatchJoin } from '../../kind/join/join.ts'
import type { Head } from '../../kind/network/head.ts'
import type { AppliedOrder } from '../../kind/order/order.ts'
import type { AppliedSource } from '../../kind/source/source.ts'
import type { AppliedStage } from '../../kind/stage/stage.ts'
import type { AppliedStep } from '../../kind/step/step.ts'
import type { Weights } from '../../kind/step/world.ts'
import type { AppliedOperator } from '../../kind/vocabulary.ts'
import type { Phase, Spec } from '../spec/spec.ts'

/** What the check adds to an operator of a flow. */
interface Placed {
  /** A name that does not change when operators are added around it: flow, operator, and which one of its name. */
  readonly id: string
  /** Where it stands in the file. */
  readonly path: readonly string[]
  /** The codec of its parameters, for those who show them. */
  readonly codec: AnyCodec
  /** Every name in its parameters; paths start at the file. */
  readonly mentions: readonly Mention[]
  /** The types of the fields before it, and of those that it writes. */
  readonly given: FieldTypes
  readonly written: FieldTypes
}

/** An operator of a flow, applied to its parameters, with everything that the runtime and the graphs need. */
export type PlanNode<A extends AppliedOperator = AppliedOperator> = A & Placed

export type SourceNode = PlanNode<AppliedSource>
export type OrderNode = PlanNode<AppliedOrder>
export type StageNode = PlanNode<AppliedStage>
export type StepNode = PlanNode<AppliedStep>
export type BatchNode = PlanNode<AppliedJoin & { readonly use: BatchJoin }>

/** A flow from a source to batches, as the steps of another flow use it. */
export interface Feed {
  readonly flow: FlowPlan
  /** What the names of its fields begin with for the steps that read them. */
  readonly prefix: string
  /** The parameter by which a step tells its images apart, which takes two images at least; null where none does. */
  readonly distinct: readonly string[] | null
}

/** A checked flow: frames come from a source or from the batches of other flows; then stages, a batch, and steps. */
export interface FlowPlan {
  readonly name: string
  readonly source: SourceNode | null
  /** The flows that it joins, by the name that their fields begin with; none where it has a source. */
  readonly zip: Readonly<Record<string, string>>
  readonly orders: readonly OrderNode[]
  readonly stages: readonly StageNode[]
  readonly batch: BatchNode | null
  readonly steps: readonly StepNode[]
  readonly types: FieldTypes
  /** Where its batches come from, by the name of the flow: the flows that it joins, or itself. */
  readonly feeds: Readonly<Record<string, Feed>>
}

/** A head whose size may have a name until the data is known. */
export type HeadPlan = Omit<Head, 'size'> & { readonly size: Dim }

export interface ModelPlan {
  /** Height, width and channels of the images that the model takes. */
  readonly input: readonly [Dim, Dim, Dim]
  readonly heads: Readonly<Record<string, HeadPlan>>
}

/** One execution of a phase: one that is repeated has a name of its own each time. */
export interface PhaseRun {
  readonly phase: Phase
  /** The name of the phase, with the generation where there are several: `student-2`. */
  readonly name: string
  /** The file of each ledger that the run writes, by ledger; no two runs write the same file. */
  readonly writes: Readonly<Record<string, string>>
  /** The file of each ledger that it reads: the newest before it, or null where no earlier run writes one. */
  readonly reads: Readonly<Record<string, string | null>>
}

/** A pipeline in which every reference holds: what remains is to run it. */
export interface Plan {
  readonly spec: Spec
  readonly flows: Readonly<Record<string, FlowPlan>>
  readonly models: Readonly<Record<string, ModelPlan>>
  readonly facts: Facts
  /** Everything that is run, in order. */
  readonly runs: readonly PhaseRun[]
}

/** All operators of a flow, in order. */
export const nodesOf = (flow: FlowPlan): readonly PlanNode[] => [
  ...(flow.source === null ? [] : [flow.source]),
  ...flow.orders,
  ...flow.stages,
  ...(flow.batch === null ? [] : [flow.batch]),
  ...flow.steps,
]

/** The names that a node gives to things of one sort. */
export const namesIn = ({ mentions }: Pick<PlanNode, 'mentions'>, of: Mention['role']['of']): readonly string[] =>
  mentions.flatMap(({ name, role }) => (role.of === of ? [name] : []))

/** The weights that there are of a model: those being trained, then its moving averages. */
export const weightsOf = ({ facts }: Plan, model: string): readonly Weights[] => [
  'raw',
  ...(facts.averages[model] ?? []),
]
