import { mentions } from '../../codec/mentions.ts'
import type { Facts } from '../../kind/field/facts.ts'
import type { FieldTypes } from '../../kind/field/fieldType.ts'
import type { AppliedOperator, Vocabulary } from '../../kind/vocabulary.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import type { BatchNode, FlowPlan, PlanNode, StepNode } from '../plan/plan.ts'
import { feedsOf } from './feeds.ts'
import { type Flows, nodeTypes } from './nodeTypes.ts'
import { placementErrors, placeOf } from './placement.ts'

/** A checked flow, and its mistakes. */
export interface CheckedFlow {
  readonly plan: FlowPlan
  readonly errors: readonly DeclarationError[]
}

/** What the check of a flow knows besides the flow. */
export interface FlowContext {
  readonly vocabulary: Vocabulary
  readonly facts: Facts
  /** The checked flows that this one may join. */
  readonly before: Flows
}

/** `labeled.decode`; the second of its name is `labeled.decode2`. */
const idOf = (flow: string, operator: string, nodes: readonly PlanNode[]): string => {
  const ordinal = 1 + nodes.filter(({ name }) => name === operator).length
  return ordinal === 1 ? `${flow}.${operator}` : `${flow}.${operator}${ordinal}`
}

/**
 * The nodes of a flow. Each node sees the fields of those before it; after a batch only the fields of the
 * batch.
 */
const checkNodes = (
  flow: string,
  operators: readonly AppliedOperator[],
  { vocabulary, facts, before }: FlowContext,
) => {
  const nodes: PlanNode[] = []
  const errors: DeclarationError[] = []
  let given: FieldTypes = {}
  operators.forEach((operator, index) => {
    const path = ['flows', flow, String(index), operator.name]
    const codec = vocabulary.bound[operator.kind][operator.name]!.params
    const place = { path, given, mentions: mentions(codec, operator.params, path) }
    const types = nodeTypes({ operator, ...place }, facts, before)
    errors.push(...types.errors)
    nodes.push({ ...operator, ...place, id: idOf(flow, operator.name, nodes), codec, written: types.written })
    given = placeOf(operator) === 'batch' ? types.written : { ...given, ...types.written }
  })
  return { nodes, errors, types: given }
}

const planOf = (name: string, nodes: readonly PlanNode[], types: FieldTypes): Omit<FlowPlan, 'feeds'> => {
  const of = <K extends PlanNode['kind']>(kind: K) =>
    nodes.filter((node): node is Extract<PlanNode, { readonly kind: K }> => node.kind === kind)
  const flows = of('join').flatMap(({ use }) => (use.joins === 'flows' ? [use.flows] : []))
  return {
    name,
    source: of('source')[0] ?? null,
    zip: Object.assign({}, ...flows),
    orders: of('order'),
    stages: of('stage'),
    batch: nodes.find((node): node is BatchNode => node.kind === 'join' && node.use.joins === 'samples') ?? null,
    steps: of('step'),
    types,
  }
}

const namesOf = ({ id, use: { averages, metrics = [] } }: StepNode): readonly string[] => [
  ...(averages === undefined ? [] : [`the average ${averages.name} of ${averages.model}`]),
  ...metrics.map((name) => `the metric ${id}.${name}`),
]

/**
 * Fails if two steps of a flow keep the same average, which would then move twice, or log the same metric,
 * where one would hide the other.
 */
const doubleNames = (nodes: readonly PlanNode[]): readonly DeclarationError[] => {
  const taken = new Set<string>()
  const errors: DeclarationError[] = []
  for (const node of nodes) {
    if (node.kind !== 'step') continue
    for (const name of namesOf(node)) {
      if (taken.has(name)) {
        const expected = 'a name of its own for every average and metric of a flow'
        errors.push(declarationError({ path: node.path, expected, received: `${name} again`, onKey: true }))
      }
      taken.add(name)
    }
  }
  return errors
}

/**
 * Checks one flow from its start to its end.
 *
 * - Fails if an operator stands in the wrong place.
 * - Fails if an operator reads a field that is not written before it, or one of the wrong kind.
 * - Fails if two steps keep the same average or log the same metric.
 */
export const checkFlow = (name: string, operators: readonly AppliedOperator[], context: FlowContext): CheckedFlow => {
  const { nodes, errors, types } = checkNodes(name, operators, context)
  const placed = nodes.map((node) => ({ operator: node, path: node.path }))
  return {
    plan: feedsOf(planOf(name, nodes, types), context.before),
    errors: [...placementErrors(['flows', name], placed), ...errors, ...doubleNames(nodes)],
  }
}
