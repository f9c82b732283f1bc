import { mentions } from '../codec/mentions.ts'
import { type FieldTypes, showType } from '../operator/fieldType.ts'
import type { FlowPlan, Plan, PlanNode } from './plan.ts'

const scalar = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** Parameters in one line; names of fields are left out, since reads and writes show them. */
const settings = (node: PlanNode): string => {
  const encoded = node.definition.params.encode(node.params as never)
  const named = new Set(mentions(node.definition.params, node.params).map(({ path }) => path[0]))
  if (typeof encoded !== 'object' || encoded === null || Array.isArray(encoded)) return ''
  return Object.entries(encoded)
    .filter(([key, value]) => !named.has(key) && value !== null)
    .map(([key, value]) => `${key} ${scalar(value)}`)
    .join(', ')
}

const readsOf = (node: PlanNode): readonly string[] => [
  ...new Set(
    mentions(node.definition.params, node.params)
      .filter(({ role }) => role.of === 'read')
      .map(({ name }) => name),
  ),
]

const typeLines = (types: FieldTypes): readonly string[] =>
  Object.entries(types).map(([name, type]) => `${name}: ${showType(type)}`)

/** What a reader of a graph sees of one operator. */
export interface Described {
  readonly id: string
  readonly operator: string
  readonly settings: string
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  readonly models: readonly string[]
}

const nodesOf = (flow: FlowPlan): readonly PlanNode[] => [
  ...(flow.source === null ? [] : [flow.source]),
  ...flow.orders,
  ...flow.stages,
  ...(flow.batch === null ? [] : [flow.batch]),
  ...flow.steps,
]

export const describeNode = (node: PlanNode): Described => ({
  id: node.id,
  operator: node.definition.name,
  settings: settings(node),
  reads: readsOf(node),
  writes: typeLines(node.written),
  models: mentions(node.definition.params, node.params)
    .filter(({ role }) => role.of === 'model')
    .map(({ name }) => name),
})

/** A flow as its operators, in order; a zipped flow starts with those that it zips. */
export interface DescribedFlow {
  readonly name: string
  readonly zip: readonly string[]
  readonly nodes: readonly Described[]
}

export const describe = (plan: Plan): readonly DescribedFlow[] =>
  Object.values(plan.flows).map((flow) => ({ name: flow.name, zip: flow.zip, nodes: nodesOf(flow).map(describeNode) }))
