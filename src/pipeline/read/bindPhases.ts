import * as E from 'fp-ts/lib/Either.js'
import { decode, isObject, type Mention } from '../../codec/index.ts'
import { mentions } from '../../codec/mentions.ts'
import type { AppliedOperator, Vocabulary } from '../../kind/vocabulary.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { nearest } from '../../prelude/nearest.ts'
import { substitute } from './substitute.ts'

type Path = readonly string[]
type Data = Readonly<Record<string, unknown>>

/** A file in which every phase that binds names runs a flow of its own. */
export interface Bound {
  readonly data: unknown
  /** The flow that each of these flows was made from. */
  readonly madeFrom: Readonly<Record<string, string>>
  readonly errors: readonly DeclarationError[]
}

const isRenamed = ({ role }: Mention): boolean =>
  role.of === 'model' || role.of === 'ledger' || role.of === 'state' || role.of === 'flow'

const replaceAt = (data: unknown, path: Path, value: unknown): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(data)) return data.with(Number(key), replaceAt(data[Number(key)], rest, value))
  const map = data as Data
  return { ...map, [key]: replaceAt(map[key], rest, value) }
}

/** A join of flows keeps the names that its fields begin with, whatever flows they come from. */
const asMap = (item: AppliedOperator, data: unknown): unknown => {
  if (item.kind !== 'join' || item.use.joins !== 'flows') return data
  return { [item.name]: item.use.flows }
}

const rename = (item: AppliedOperator, names: Data, vocabulary: Vocabulary, used: Set<string>): unknown => {
  const codec = vocabulary.bound[item.kind][item.name]!.params
  const data = asMap(item, { [item.name]: codec.encode(item.params as never) })
  const found =
    item.kind === 'join' && item.use.joins === 'flows'
      ? Object.entries(item.use.flows).map(([prefix, flow]) => ({ name: flow, path: [prefix] }))
      : mentions(codec, item.params).filter(isRenamed)
  return found.reduce<unknown>((renamed, { name, path }) => {
    if (!Object.hasOwn(names, name)) return renamed
    used.add(name)
    return replaceAt(renamed, [item.name, ...path], names[name])
  }, data)
}

interface Binding {
  readonly index: number
  readonly name: string
  readonly flow: string
  readonly bindings: Data
}

const bindingsIn = (data: Data): readonly Binding[] =>
  (Array.isArray(data['phases']) ? data['phases'] : []).flatMap((phase: unknown, index) => {
    if (!isObject(phase) || !isObject(phase['with']) || Object.keys(phase['with']).length === 0) return []
    const { name, flow, with: bindings } = phase
    return typeof name === 'string' && typeof flow === 'string' ? [{ index, name, flow, bindings }] : []
  })

/** The flow of a phase with its bindings in place, and the bindings that were used. */
const instance = (data: Data, { flow, bindings }: Binding, vocabulary: Vocabulary) => {
  const params = isObject(data['params']) ? data['params'] : {}
  const ofParams = Object.fromEntries(Object.entries(bindings).filter(([name]) => Object.hasOwn(params, name)))
  const names = Object.fromEntries(Object.entries(bindings).filter(([name]) => !Object.hasOwn(params, name)))
  const used = new Set(Object.keys(ofParams))
  const flows = data['flows'] as Data
  const own = substitute({ params: { ...params, ...ofParams }, flow: flows[flow] }).data as Data
  const items = (own['flow'] as readonly unknown[]).map((item) => {
    const operator = decode(vocabulary.operator)(item)
    return E.isRight(operator) ? rename(operator.right, names, vocabulary, used) : item
  })
  return { items, used }
}

const unusedError = ({ index, flow }: Binding, name: string, known: readonly string[]): DeclarationError => {
  const near = nearest(name, known)
  return declarationError({
    path: ['phases', String(index), 'with', name],
    expected: `a parameter of the file, or a model, flow, ledger or state of the flow ${flow}`,
    received: `"${name}"`,
    onKey: true,
    ...(near === undefined ? {} : { nearest: near }),
  })
}

/** Whether a flow is run by a phase without bindings, or joined by another flow. */
const isRunItself = (data: Data, flow: string): boolean => {
  const bound = new Set(bindingsIn(data).map(({ index }) => index))
  const phases = (data['phases'] as readonly unknown[]).filter((_, index) => !bound.has(index))
  const others = Object.entries(data['flows'] as Data).filter(([name]) => name !== flow)
  return (
    phases.some((phase) => isObject(phase) && phase['flow'] === flow) ||
    others.some(([, items]) => JSON.stringify(items).includes(JSON.stringify(flow)))
  )
}

/**
 * Gives every phase with bindings (`with: { teacher: student, rampEnd: 0 }`) a flow of its own, called like the phase: a copy of the flow that it names,
 * with other models, flows, ledgers, states and parameters. A flow that only such phases run is left out. What is wrong with a copy is reported where
 * the flow stands.
 *
 * Law: a file without bindings stays as it is.
 *
 * @param data a file whose parameters are not substituted yet
 */
export const bindPhases = (data: unknown, vocabulary: Vocabulary): Bound => {
  if (!isObject(data) || !isObject(data['flows'])) return { data, madeFrom: {}, errors: [] }
  const flows = data['flows']
  const known = bindingsIn(data).filter(({ flow }) => Array.isArray(flows[flow]))
  if (known.length === 0) return { data, madeFrom: {}, errors: [] }
  const errors: DeclarationError[] = []
  const copies: Record<string, unknown> = {}
  const phases = [...(data['phases'] as readonly unknown[])]
  for (const binding of known) {
    const { items, used } = instance(data, binding, vocabulary)
    const strange = Object.keys(binding.bindings).filter((name) => !used.has(name))
    errors.push(
      ...strange.map((name) => unusedError(binding, name, Object.keys(isObject(data['params']) ? data['params'] : {}))),
    )
    if (Object.hasOwn(flows, binding.name)) {
      const path = ['phases', String(binding.index), 'name']
      const expected = 'a name that no flow has: a phase with bindings runs a flow of its own name'
      errors.push(declarationError({ path, expected, received: `"${binding.name}"` }))
      continue
    }
    copies[binding.name] = items
    const { with: _, ...phase } = phases[binding.index] as Data
    phases[binding.index] = { ...phase, flow: binding.name }
  }
  const templates = new Set(known.map(({ flow }) => flow).filter((flow) => !isRunItself(data, flow)))
  const kept = Object.fromEntries(Object.entries(flows).filter(([name]) => !templates.has(name)))
  return {
    data: { ...data, flows: { ...kept, ...copies }, phases },
    madeFrom: Object.fromEntries(known.filter(({ name }) => name in copies).map(({ name, flow }) => [name, flow])),
    errors,
  }
}
