import * as E from 'fp-ts/lib/Either.js'
import type { Mention } from '../../codec/index.ts'
import { mentions } from '../../codec/mentions.ts'
import type { Facts } from '../../kind/field/facts.ts'
import { type FieldTypes, ofUnknownSize } from '../../kind/field/fieldType.ts'
import type { AppliedOperator, Vocabulary } from '../../kind/vocabulary.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import type { BatchNode, FlowPlan, PlanNode } from '../plan/plan.ts'
import { doubles } from './doubles.ts'
import { feedsOf } from './feeds.ts'
import { readError, writeError } from './fieldErrors.ts'
import { placementErrors, placeOf } from './placement.ts'

/** A checked flow, and what is wrong with it. */
export interface CheckedFlow {
  readonly plan: FlowPlan
  readonly errors: readonly DeclarationError[]
}

/** What the check of a flow knows beside the flow. */
export interface FlowContext {
  readonly vocabulary: Vocabulary
  readonly facts: Facts
  /** The checked flows that this one may join. */
  readonly before: Readonly<Record<string, FlowPlan>>
}

/**
 * The fields that a join of flows gives: those of every flow, under its name.
 *
 * - Fails unless each flow goes from a source to a batch, and is joined once.
 */
const joined = (
  flows: Readonly<Record<string, string>>,
  found: readonly Mention[],
  before: FlowContext['before'],
): Typed => {
  const errors: DeclarationError[] = []
  const written: Record<string, FieldTypes[string]> = {}
  const prefixOf = new Map(Object.entries(flows).map(([prefix, flow]) => [flow, prefix]))
  found.forEach(({ name, path }, i) => {
    const flow = Object.hasOwn(before, name) ? before[name] : undefined
    if (found.findIndex((other) => other.name === name) < i) {
      errors.push(declarationError({ path, expected: 'each flow once', received: `"${name}" again` }))
    } else if (flow !== undefined && (Object.keys(flow.zip).length > 0 || flow.steps.length > 0)) {
      const received = `"${name}", which ${Object.keys(flow.zip).length > 0 ? 'zips flows itself' : 'has steps'}`
      errors.push(declarationError({ path, expected: 'a flow from a source to a batch', received }))
    } else if (flow !== undefined) {
      for (const [field, type] of Object.entries(flow.types)) written[`${prefixOf.get(name)}.${field}`] = type
    }
  })
  return { errors, written }
}

/** Stands in for the types that a misused operator writes: enough to check what follows. */
const assumed = (found: readonly Mention[]): FieldTypes =>
  Object.fromEntries(found.flatMap(({ name, role }) => (role.of === 'write' ? [[name, ofUnknownSize(role.kind)]] : [])))

interface Typed {
  readonly written: FieldTypes
  readonly errors: readonly DeclarationError[]
}

/** The types that an operator writes; an order that declares none writes nothing. */
const inferred = (operator: AppliedOperator, given: FieldTypes, facts: Facts) => {
  if (operator.kind === 'join') return operator.use.joins === 'samples' ? operator.use.infer(given) : E.right({})
  return operator.use.infer?.(given, facts) ?? E.right({})
}

const typeNode = (
  operator: AppliedOperator,
  path: readonly string[],
  found: readonly Mention[],
  given: FieldTypes,
  { facts, before }: FlowContext,
): Typed => {
  if (operator.kind === 'join' && operator.use.joins === 'flows') return joined(operator.use.flows, found, before)
  const misread = found.flatMap((mention) => readError(mention, given) ?? [])
  const errors = [...misread, ...found.flatMap((mention) => writeError(mention, given) ?? [])]
  if (misread.length > 0) return { written: assumed(found), errors }
  const types = inferred(operator, given, facts)
  if (E.isRight(types)) return { written: types.right, errors }
  const complaints = types.left.map((complaint) =>
    declarationError({ ...complaint, path: [...path, ...complaint.path] }),
  )
  return { written: assumed(found), errors: [...errors, ...complaints] }
}

/**
 * Checks one flow from its start to its end.
 *
 * - Fails if an operator stands in the wrong place.
 * - Fails if an operator reads a field that is not written before it, or one of the wrong kind.
 * - Fails if two steps keep the same average or log the same metric.
 */
export const checkFlow = (name: string, items: readonly AppliedOperator[], context: FlowContext): CheckedFlow => {
  const errors: DeclarationError[] = []
  const nodes: PlanNode[] = []
  const broken = new Set<readonly string[]>()
  let types: FieldTypes = {}
  items.forEach((operator, index) => {
    const path = ['flows', name, String(index), operator.name]
    const codec = context.vocabulary.bound[operator.kind][operator.name]!.params
    const found = mentions(codec, operator.params, path)
    const { written, errors: wrong } = typeNode(operator, path, found, types, context)
    errors.push(...wrong)
    if (wrong.length > 0) broken.add(path)
    const ordinal = 1 + nodes.filter((node) => node.name === operator.name).length
    const id = ordinal === 1 ? `${name}.${operator.name}` : `${name}.${operator.name}${ordinal}`
    nodes.push({ ...operator, path, id, codec, mentions: found, given: types, written })
    types = placeOf(operator) === 'batch' ? written : { ...types, ...written }
  })
  const of = <K extends PlanNode['kind']>(kind: K) =>
    nodes.filter((node): node is Extract<PlanNode, { readonly kind: K }> => node.kind === kind)
  const batch = nodes.find((node): node is BatchNode => node.kind === 'join' && node.use.joins === 'samples') ?? null
  const flows = of('join').flatMap(({ use }) => (use.joins === 'flows' ? [use.flows] : []))
  const plan: Omit<FlowPlan, 'feeds'> = {
    name,
    source: of('source')[0] ?? null,
    zip: Object.assign({}, ...flows),
    orders: of('order'),
    stages: of('stage'),
    batch,
    steps: of('step'),
    types,
  }
  const placed = nodes.map((node) => ({ operator: node, path: node.path }))
  return {
    plan: feedsOf(plan, context.before),
    errors: [
      ...placementErrors(['flows', name], placed),
      ...errors,
      ...doubles(nodes.filter(({ path }) => !broken.has(path))),
    ],
  }
}
