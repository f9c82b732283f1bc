import * as E from 'fp-ts/lib/Either.js'
import { type Mention, mentions } from '../../codec/mentions.ts'
import type { AnyOperator, Facts } from '../../kind/definition.ts'
import { type FieldTypes, ofUnknownSize, showType } from '../../kind/field/fieldType.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { nearest } from '../../prelude/nearest.ts'
import type { FlowPlan, PlanNode } from '../plan/plan.ts'
import type { Spec } from '../spec/spec.ts'
import { placementErrors, placeOf } from './placement.ts'

/** A checked flow, and what is wrong with it. */
export interface CheckedFlow {
  readonly plan: FlowPlan
  readonly errors: readonly DeclarationError[]
}

const typeOf = (types: FieldTypes, name: string) => (Object.hasOwn(types, name) ? types[name] : undefined)

/** A field that is read must have been written before, and be of a kind that the operator takes. */
const readError = ({ name, role, path }: Mention, types: FieldTypes): DeclarationError | undefined => {
  if (role.of !== 'read') return undefined
  const wanted = role.kinds.join(' or ')
  const found = typeOf(types, name)
  if (found !== undefined) {
    return role.kinds.includes(found.kind)
      ? undefined
      : declarationError({ path, expected: `a field (${wanted})`, received: `"${name}", which is ${showType(found)}` })
  }
  const fitting = Object.keys(types).filter((other) => role.kinds.includes(types[other]!.kind))
  const near = nearest(name, fitting)
  return declarationError({
    path,
    expected: `a field (${wanted}) that is written before: ${fitting.join(', ') || 'there is none'}`,
    received: `"${name}"`,
    ...(near === undefined ? {} : { nearest: near }),
  })
}

const writeError = ({ name, role, path }: Mention, types: FieldTypes): DeclarationError | undefined =>
  role.of === 'write' && typeOf(types, name) !== undefined
    ? declarationError({
        path,
        expected: 'a name that no earlier operator writes (fields never change)',
        received: `"${name}"`,
      })
    : undefined

/** What zip gives: the fields of every flow, under the flow's name. Only flows from a source to a batch can be zipped, each once. */
const zipped = (found: readonly Mention[], before: Readonly<Record<string, FlowPlan>>) => {
  const errors: DeclarationError[] = []
  const types: Record<string, FieldTypes[string]> = {}
  found.forEach(({ name, path }, i) => {
    const flow = Object.hasOwn(before, name) ? before[name] : undefined
    if (found.findIndex((other) => other.name === name) < i) {
      errors.push(declarationError({ path, expected: 'each flow once', received: `"${name}" again` }))
    } else if (flow !== undefined && (flow.zip.length > 0 || flow.steps.length > 0)) {
      const received = `"${name}", which ${flow.zip.length > 0 ? 'zips flows itself' : 'has steps'}`
      errors.push(declarationError({ path, expected: 'a flow from a source to a batch', received }))
    } else if (flow !== undefined) {
      for (const [field, type] of Object.entries(flow.types)) types[`${name}.${field}`] = type
    }
  })
  return { errors, types }
}

/** Stands in for the types that an operator would have written, had it been used right: enough to check what follows. */
const assumed = (found: readonly Mention[]): FieldTypes =>
  Object.fromEntries(found.flatMap(({ name, role }) => (role.of === 'write' ? [[name, ofUnknownSize(role.kind)]] : [])))

interface Typed {
  readonly written: FieldTypes
  readonly errors: readonly DeclarationError[]
}

const typeNode = (
  definition: AnyOperator,
  params: unknown,
  path: readonly string[],
  given: FieldTypes,
  facts: Facts,
  before: Readonly<Record<string, FlowPlan>>,
): Typed => {
  const found = mentions(definition.params, params).map((mention) => ({ ...mention, path: [...path, ...mention.path] }))
  if (placeOf(definition) === 'zip') {
    const { errors, types } = zipped(found, before)
    return { written: types, errors }
  }
  const misread = found.flatMap((mention) => readError(mention, given) ?? [])
  const errors = [...misread, ...found.flatMap((mention) => writeError(mention, given) ?? [])]
  if (definition.kind === 'order') return { written: {}, errors }
  if (misread.length > 0) return { written: assumed(found), errors }
  // Parameters were decoded by the operator's own codec.
  const inferred = definition.infer(params as never, given, facts)
  if (E.isRight(inferred)) return { written: inferred.right, errors }
  const complaints = inferred.left.map((complaint) =>
    declarationError({ ...complaint, path: [...path, ...complaint.path] }),
  )
  return { written: assumed(found), errors: [...errors, ...complaints] }
}

/**
 * Checks one flow from its start to its end: the order of operators, and for every field that it is read after it was written, with the right kind.
 *
 * @param before the checked flows that this one may zip
 */
export const checkFlow = (
  name: string,
  items: Spec['flows'][string],
  operators: Readonly<Record<string, AnyOperator>>,
  facts: Facts,
  before: Readonly<Record<string, FlowPlan>>,
): CheckedFlow => {
  const errors: DeclarationError[] = []
  const nodes: PlanNode[] = []
  let types: FieldTypes = {}
  items.forEach(({ name: operator, params }, index) => {
    const definition = operators[operator]!
    const path = ['flows', name, String(index), operator]
    const { written, errors: found } = typeNode(definition, params, path, types, facts, before)
    errors.push(...found)
    const ordinal = 1 + nodes.filter((node) => node.definition === definition).length
    const id = ordinal === 1 ? `${name}.${operator}` : `${name}.${operator}${ordinal}`
    nodes.push({ definition, params, path, id, given: types, written })
    types = placeOf(definition) === 'batch' ? written : { ...types, ...written }
  })
  const of = (place: ReturnType<typeof placeOf>) => nodes.filter(({ definition }) => placeOf(definition) === place)
  const zip = of('zip').flatMap(({ definition, params }) =>
    mentions(definition.params, params).map((flow) => flow.name),
  )
  return {
    plan: {
      name,
      source: of('source')[0] ?? null,
      zip,
      orders: of('order'),
      stages: of('stage'),
      batch: of('batch')[0] ?? null,
      steps: of('step'),
      types,
    },
    errors: [...placementErrors(['flows', name], nodes), ...errors],
  }
}
