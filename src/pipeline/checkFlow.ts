import * as E from 'fp-ts/lib/Either.js'
import type { Role } from '../codec/index.ts'
import { type Mention, mentions } from '../codec/mentions.ts'
import type { AnyOperator, Facts } from '../operator/definition.ts'
import { type FieldType, type FieldTypes, showType } from '../operator/fieldType.ts'
import { type DeclarationError, declarationError } from '../prelude/errors.ts'
import { nearest } from '../prelude/nearest.ts'
import type { FlowPlan, PlanNode } from './plan.ts'
import type { Spec } from './spec.ts'

/** A checked flow, what is wrong with it, and which fields were read at all. */
export interface CheckedFlow {
  readonly plan: FlowPlan
  readonly errors: readonly DeclarationError[]
  readonly readFields: ReadonlySet<string>
}

type Place = 'start' | 'order' | 'stage' | 'batch' | 'step'

const places: readonly Place[] = ['start', 'order', 'stage', 'batch', 'step']

const placeOf = (definition: AnyOperator): Place => {
  switch (definition.kind) {
    case 'source':
      return 'start'
    case 'gather':
      return definition.name === 'zip' ? 'start' : 'batch'
    default:
      return definition.kind
  }
}

const expectedPlace = (place: Place): string => {
  switch (place) {
    case 'start':
      return 'a source or zip at the start of a flow only'
    case 'order':
      return 'shuffle, repeat and take before the first stage'
    case 'stage':
      return 'stages before the batch'
    case 'batch':
      return 'one batch, after a source and its stages'
    case 'step':
      return 'steps after a batch or zip'
  }
}

const readOf = (role: Role): Extract<Role, { of: 'read' }> | undefined => (role.of === 'read' ? role : undefined)

const suggestion = (name: string, names: readonly string[]) => {
  const near = nearest(name, names)
  return near === undefined ? {} : { nearest: near }
}

const readError = (mention: Mention, path: readonly string[], types: FieldTypes): DeclarationError | undefined => {
  const role = readOf(mention.role)
  if (role === undefined) return undefined
  const found = types[mention.name]
  const wanted = role.kinds.join(' or ')
  if (found === undefined) {
    const fitting = Object.keys(types).filter((name) => role.kinds.includes(types[name]!.kind))
    return declarationError({
      path: [...path, ...mention.path],
      expected: `a field (${wanted}) that is written before: ${fitting.join(', ') || 'there is none'}`,
      received: `"${mention.name}"`,
      ...suggestion(mention.name, fitting),
    })
  }
  if (role.kinds.includes(found.kind)) return undefined
  return declarationError({
    path: [...path, ...mention.path],
    expected: `a field (${wanted})`,
    received: `"${mention.name}", which is ${showType(found)}`,
  })
}

const prefixed = (flow: FlowPlan): FieldTypes =>
  Object.fromEntries(Object.entries(flow.types).map(([name, type]) => [`${flow.name}.${name}`, type]))

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
  const readFields = new Set<string>()
  const nodes: PlanNode[] = []
  const ordinals = new Map<string, number>()
  let zip: readonly string[] = []
  let types: Readonly<Record<string, FieldType>> = {}
  let reached = -1
  items.forEach((item, index) => {
    const definition = operators[item.name]!
    const path = ['flows', name, String(index), item.name]
    const place = placeOf(definition)
    const rank = places.indexOf(place)
    const repeated = rank === reached && (place === 'start' || place === 'batch')
    const early = place === 'step' ? reached < 0 || (zip.length === 0 && reached < 3) : rank > 0 && reached < 0
    if (rank < reached || repeated || early || (zip.length > 0 && rank > 0 && rank < 4)) {
      errors.push(declarationError({ path, expected: expectedPlace(place), received: item.name, onKey: true }))
    }
    reached = Math.max(reached, rank)
    const found = mentions(definition.params, item.params)
    for (const mention of found) {
      const error = readError(mention, path, types)
      if (error !== undefined) errors.push(error)
      if (mention.role.of === 'read') readFields.add(mention.name)
      if (mention.role.of === 'write' && mention.name in types) {
        errors.push(
          declarationError({
            path: [...path, ...mention.path],
            expected: 'a name that no earlier operator writes (fields never change)',
            received: `"${mention.name}"`,
          }),
        )
      }
    }
    const unreadable = found.some((mention) => readError(mention, path, types) !== undefined)
    let written: FieldTypes = {}
    if (definition.kind === 'gather' && definition.name === 'zip') {
      zip = found.filter(({ role }) => role.of === 'flow').map((mention) => mention.name)
      written = Object.assign(
        {},
        ...zip.flatMap((other) => (before[other] === undefined ? [] : [prefixed(before[other])])),
      )
    } else if (definition.kind !== 'order' && !unreadable) {
      // Parameters were decoded by the operator's own codec.
      const inferred = definition.infer(item.params as never, types, facts)
      if (E.isRight(inferred)) written = inferred.right
      else errors.push(...inferred.left.map((c) => declarationError({ ...c, path: [...path, ...c.path] })))
    }
    if (unreadable) {
      written = Object.fromEntries(
        found.flatMap(({ name: field, role }) =>
          role.of === 'write' ? [[field, { kind: role.kind, shape: [] }]] : [],
        ),
      )
    }
    const ordinal = (ordinals.get(item.name) ?? 0) + 1
    ordinals.set(item.name, ordinal)
    const id = ordinal === 1 ? `${name}.${item.name}` : `${name}.${item.name}${ordinal}`
    nodes.push({ definition, params: item.params, path, id, given: types, written })
    const isBatch = definition.kind === 'gather' && definition.name === 'batch'
    types = isBatch ? written : { ...types, ...written }
  })
  const first = nodes[0]
  if (first !== undefined && placeOf(first.definition) !== 'start') {
    errors.push(
      declarationError({
        path: first.path,
        expected: 'a source or zip first',
        received: first.definition.name,
        onKey: true,
      }),
    )
  }
  const of = (place: Place) => nodes.filter(({ definition }) => placeOf(definition) === place)
  return {
    plan: {
      name,
      source: nodes.find(({ definition }) => definition.kind === 'source') ?? null,
      zip,
      orders: of('order'),
      stages: of('stage'),
      batch: of('batch')[0] ?? null,
      steps: of('step'),
      types,
    },
    errors,
    readFields,
  }
}
