import { isObject } from '../../codec/index.ts'
import { type FieldTypes, showType } from '../../kind/field/fieldType.ts'
import { type FlowPlan, namesIn, nodesOf, type Plan, type PlanNode } from '../plan/plan.ts'
import { withoutNames } from './nameless.ts'

/** Parameters in words: `size 32, loss (entropy, weight 0.1)`. A parameter that is null does not appear. */
const phrase = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(phrase).join(', ')}]`
  if (!isObject(value)) return String(value)
  return Object.entries(value)
    .filter(([, inner]) => inner !== null)
    .map(([key, inner]) => {
      const words = phrase(inner)
      return words === '' ? key : isObject(inner) ? `${key} (${words})` : `${key} ${words}`
    })
    .join(', ')
}

/** Parameters in words, without the names that the lists of fields and models show. */
const settings = (node: PlanNode): string => {
  const encoded = withoutNames(node)
  return isObject(encoded) ? phrase(encoded) : ''
}

const typeLines = (types: FieldTypes): readonly string[] =>
  Object.entries(types).map(([name, type]) => `${name}: ${showType(type)}`)

/** One operator, as a graph shows it. */
export interface Described {
  readonly id: string
  readonly operator: string
  readonly settings: string
  readonly reads: readonly string[]
  readonly writes: readonly string[]
  readonly models: readonly string[]
}

/** Describes one operator. */
export const describeNode = (node: PlanNode): Described => ({
  id: node.id,
  operator: node.name,
  settings: settings(node),
  reads: [...new Set(namesIn(node, 'read'))],
  writes: typeLines(node.written),
  models: namesIn(node, 'model'),
})

/** A flow, as a graph shows it. */
export interface DescribedFlow {
  readonly name: string
  /** The flows that it joins. */
  readonly zip: readonly string[]
  /** The same flows, with the prefix of their fields if it differs: `labeled: relabeled`. */
  readonly joined: readonly string[]
  readonly nodes: readonly Described[]
}

const describeFlow = (flow: FlowPlan): DescribedFlow => ({
  name: flow.name,
  zip: Object.values(flow.zip),
  joined: Object.entries(flow.zip).map(([prefix, name]) => (prefix === name ? name : `${prefix}: ${name}`)),
  nodes: nodesOf(flow).map(describeNode),
})

/** Describes the flows of a plan. */
export const describe = (plan: Plan): readonly DescribedFlow[] => Object.values(plan.flows).map(describeFlow)
