import { mentions } from '../../codec/mentions.ts'
import { type FieldTypes, showType } from '../../kind/field/fieldType.ts'
import type { FlowPlan, Plan, PlanNode } from '../plan/plan.ts'

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Parameters as words: `size 32, loss (entropy, weight 0.1)`. What is null was left out of the file. */
const phrase = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(phrase).join(', ')}]`
  if (!isRecord(value)) return String(value)
  return Object.entries(value)
    .filter(([, inner]) => inner !== null)
    .map(([key, inner]) => {
      const words = phrase(inner)
      return words === '' ? key : isRecord(inner) ? `${key} (${words})` : `${key} ${words}`
    })
    .join(', ')
}

/** Parameters without the names of fields and models, which reads, writes and models show. */
const withoutNames = (value: unknown, named: ReadonlySet<string>, path: string): unknown => {
  if (Array.isArray(value)) {
    const others = value.flatMap((inner, i) =>
      named.has(`${path}/${i}`) ? [] : [withoutNames(inner, named, `${path}/${i}`)],
    )
    return others.length === 0 && value.length > 0 ? null : others
  }
  if (!isRecord(value)) return named.has(path) ? null : value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, withoutNames(inner, named, `${path}/${key}`)]),
  )
}

const settings = ({ definition, params }: PlanNode): string => {
  const named = mentions(definition.params, params)
    .filter(({ role }) => role.of === 'read' || role.of === 'write' || role.of === 'model' || role.of === 'flow')
    .map(({ path }) => ['', ...path].join('/'))
  const encoded = withoutNames(definition.params.encode(params as never), new Set(named), '')
  return isRecord(encoded) ? phrase(encoded) : ''
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
