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
  /** Flow, operator, and its number among those of its name: the id stays when other operators come or go. */
  readonly id: string
  /** Where it stands in the file. */
  readonly path: readonly string[]
  /** The codec of its parameters, to show them. */
  readonly codec: AnyCodec
  /** Every name in its parameters; paths start at the file. */
  readonly mentions: readonly Mention[]
  /** The types of the fields before it. */
  readonly given: FieldTypes
  /** The types of the fields that it writes. */
  readonly written: FieldTypes
}

/** An operator of a flow, applied to its parameters, with all that the runtime and the graphs need. */
export type PlanNode<A extends AppliedOperator = AppliedOperator> = A & Placed

export type SourceNode = PlanNode<AppliedSource>
export type OrderNode = PlanNode<AppliedOrder>
export type StageNode = PlanNode<AppliedStage>
export type StepNode = PlanNode<AppliedStep>
export type BatchNode = PlanNode<AppliedJoin & { readonly use: BatchJoin }>

/** A flow from a source to batches, as the steps of another flow use it. */
export interface Feed {
  readonly flow: FlowPlan
  /** The beginning of the names of its fields, as the steps of the other flow write them. */
  readonly prefix: string
  /**
   * The path of the parameter by which a step tells its images apart, which takes at least two; null if none
   * does.
   */
  readonly distinct: readonly string[] | null
}

/** A checked flow. Its frames come from a source, or from the batches of other flows. */
export interface FlowPlan {
  readonly name: string
  readonly source: SourceNode | null
  /** The flows that it joins, by the prefix of their fields; empty if it has a source. */
  readonly zip: Readonly<Record<string, string>>
  readonly orders: readonly OrderNode[]
  readonly stages: readonly StageNode[]
  readonly batch: BatchNode | null
  readonly steps: readonly StepNode[]
  readonly types: FieldTypes
  /** The flows that its batches come from, by name: the flows that it joins, or itself. */
  readonly feeds: Readonly<Record<string, Feed>>
}

/** A head. Its size may be a name until the data is known. */
export type HeadPlan = Omit<Head, 'size'> & { readonly size: Dim }

export interface ModelPlan {
  /** Height, width and channels of the images that the model takes. */
  readonly input: readonly [Dim, Dim, Dim]
  readonly heads: Readonly<Record<string, HeadPlan>>
}

/** One execution of a phase. A repeated phase has another name each time. */
export interface PhaseRun {
  readonly phase: Phase
  /** The name of the phase, with its generation if the phase repeats: `student-2`. */
  readonly name: string
  /** The file of each ledger that the run writes, by ledger; no two runs write the same file. */
  readonly writes: Readonly<Record<string, string>>
  /** The file of each ledger that the run reads: the newest so far, or null if no earlier run writes one. */
  readonly reads: Readonly<Record<string, string | null>>
}

/** A pipeline in which every reference holds, ready to run. */
export interface Plan {
  readonly spec: Spec
  readonly flows: Readonly<Record<string, FlowPlan>>
  readonly models: Readonly<Record<string, ModelPlan>>
  readonly facts: Facts
  /** Everything that runs, in order. */
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

/** The names with one role in the parameters of a node. */
export const namesIn = ({ mentions }: Pick<PlanNode, 'mentions'>, of: Mention['role']['of']): readonly string[] =>
  mentions.flatMap(({ name, role }) => (role.of === of ? [name] : []))

/** The weights of a model: those in training, then its moving averages. */
export const weightsOf = ({ facts }: Plan, model: string): readonly Weights[] => [
  'raw',
  ...(facts.averages[model] ?? []),
]
