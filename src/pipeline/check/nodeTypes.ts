import * as E from 'fp-ts/lib/Either.js'
import type { Mention } from '../../codec/index.ts'
import type { Facts } from '../../kind/field/facts.ts'
import { type FieldTypes, ofUnknownSize } from '../../kind/field/fieldType.ts'
import type { AppliedOperator } from '../../kind/vocabulary.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import type { FlowPlan } from '../plan/plan.ts'
import { readErrors, writeErrors } from './fieldErrors.ts'

/** An operator of a flow, and what stands before it. */
export interface Located {
  readonly operator: AppliedOperator
  /** Where the operator stands in the file. */
  readonly path: readonly string[]
  readonly mentions: readonly Mention[]
  /** The types of the fields before the operator. */
  readonly given: FieldTypes
}

/** The types of the fields that an operator writes, and its mistakes. */
export interface NodeTypes {
  readonly written: FieldTypes
  readonly errors: readonly DeclarationError[]
}

/** The checked flows, by name. */
export type Flows = Readonly<Record<string, FlowPlan>>

const joinError = (name: string, { zip, steps }: FlowPlan, path: readonly string[]): DeclarationError | undefined => {
  const zips = Object.keys(zip).length > 0
  if (!zips && steps.length === 0) return undefined
  const received = `"${name}", which ${zips ? 'zips flows itself' : 'has steps'}`
  return declarationError({ path, expected: 'a flow from a source to a batch', received })
}

/**
 * A join of flows writes the fields of every flow, with a prefix.
 *
 * - Fails if a flow occurs twice.
 * - Fails if a flow does not run from a source to a batch.
 */
const joinedTypes = (
  flows: Readonly<Record<string, string>>,
  mentions: readonly Mention[],
  before: Flows,
): NodeTypes => {
  const errors: DeclarationError[] = []
  const written: Record<string, FieldTypes[string]> = {}
  const prefixOf = new Map(Object.entries(flows).map(([prefix, flow]) => [flow, prefix]))
  mentions.forEach(({ name, path }, i) => {
    if (mentions.findIndex((other) => other.name === name) < i) {
      errors.push(declarationError({ path, expected: 'each flow once', received: `"${name}" again` }))
      return
    }
    const flow = Object.hasOwn(before, name) ? before[name] : undefined
    if (flow === undefined) return
    const error = joinError(name, flow, path)
    if (error !== undefined) errors.push(error)
    else for (const [field, type] of Object.entries(flow.types)) written[`${prefixOf.get(name)}.${field}`] = type
  })
  return { errors, written }
}

/**
 * The types that an operator would write if its parameters were right: enough to check the operators after
 * it.
 */
const assumedTypes = (mentions: readonly Mention[]): FieldTypes =>
  Object.fromEntries(
    mentions.flatMap(({ name, role }) => (role.of === 'write' ? [[name, ofUnknownSize(role.kind)]] : [])),
  )

/** The types that an operator infers. An order that infers none writes nothing. */
const inferredTypes = (operator: AppliedOperator, given: FieldTypes, facts: Facts) => {
  if (operator.kind === 'join') return operator.use.joins === 'samples' ? operator.use.infer(given) : E.right({})
  return operator.use.infer?.(given, facts) ?? E.right({})
}

/**
 * Infers the types that an operator writes, and checks the fields that it names.
 *
 * @param before the checked flows that it may join
 */
export const nodeTypes = ({ operator, path, mentions, given }: Located, facts: Facts, before: Flows): NodeTypes => {
  if (operator.kind === 'join' && operator.use.joins === 'flows') {
    return joinedTypes(operator.use.flows, mentions, before)
  }
  const misread = mentions.flatMap((mention) => readErrors(mention, given))
  const errors = [...misread, ...mentions.flatMap((mention) => writeErrors(mention, given))]
  if (misread.length > 0) return { written: assumedTypes(mentions), errors }
  const types = inferredTypes(operator, given, facts)
  if (E.isRight(types)) return { written: types.right, errors }
  const complaints = types.left.map((complaint) =>
    declarationError({ ...complaint, path: [...path, ...complaint.path] }),
  )
  return { written: assumedTypes(mentions), errors: [...errors, ...complaints] }
}
