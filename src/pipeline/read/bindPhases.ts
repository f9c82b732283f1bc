import * as E from 'fp-ts/lib/Either.js'
import { decode, isObject, show } from '../../codec/index.ts'
import type { Vocabulary } from '../../kind/vocabulary.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { nearest } from '../../prelude/nearest.ts'
import { unknownName } from '../check/unknownName.ts'
import { type Place, renamed } from './renamed.ts'
import { substitute } from './substitute.ts'

type Path = readonly string[]
type Data = Readonly<Record<string, unknown>>

/** A file in which every phase that binds names runs a flow of its own. */
export interface Bound {
  readonly data: unknown
  /** The flow that each of these flows was made from. */
  readonly originals: Readonly<Record<string, string>>
  readonly errors: readonly DeclarationError[]
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

const keysOf = (data: unknown): readonly string[] => (isObject(data) ? Object.keys(data) : [])

/** Why a name cannot stand for something: a model or a flow that it stands for must be declared. */
const targetError = (data: Data, path: Path, { role }: Place, target: unknown): DeclarationError | undefined => {
  if (typeof target !== 'string') {
    return declarationError({ path, expected: `the name of a ${role.of}`, received: show(target) })
  }
  if (role.of !== 'model' && role.of !== 'flow') return undefined
  const known = keysOf(data[`${role.of}s`])
  return known.includes(target) ? undefined : unknownName(`a ${role.of}`, { name: target, path }, known)
}

const unusedError = (flow: string, path: Path, known: readonly string[]): DeclarationError => {
  const name = path.at(-1)!
  const near = nearest(name, known)
  return declarationError({
    path,
    expected: `a parameter of the file, or a model, flow, ledger or state of the flow ${flow}`,
    received: `"${name}"`,
    onKey: true,
    ...(near === undefined ? {} : { nearest: near }),
  })
}

/** The flow of a phase with its bindings in place, and what is wrong with them. A wrong binding changes nothing. */
const instance = (data: Data, { index, flow, bindings }: Binding, vocabulary: Vocabulary) => {
  const params = isObject(data['params']) ? data['params'] : {}
  const isParam = ([name]: readonly [string, unknown]): boolean => Object.hasOwn(params, name)
  const ofParams = Object.fromEntries(Object.entries(bindings).filter(isParam))
  const names = Object.fromEntries(Object.entries(bindings).filter((one) => !isParam(one)))
  const flows = data['flows'] as Data
  const own = substitute({ params: { ...params, ...ofParams }, flow: flows[flow] }).data as Data
  const pathOf = (name: string): Path => ['phases', String(index), 'with', name]
  const faults = new Map<string, DeclarationError>()
  const { items, places, whole } = renamed(own['flow'] as readonly unknown[], vocabulary, (place) => {
    const { name } = place
    if (!Object.hasOwn(names, name)) return name
    const fault = targetError(data, pathOf(name), place, names[name])
    if (fault === undefined) return names[name]
    faults.set(name, fault)
    return name
  })
  const known = [...new Set([...Object.keys(params), ...places.map(({ name }) => name)])]
  const strange = Object.keys(names).filter((name) => whole && !known.includes(name))
  return { items, errors: [...faults.values(), ...strange.map((name) => unusedError(flow, pathOf(name), known))] }
}

const joins = (item: unknown, flow: string, vocabulary: Vocabulary): boolean => {
  const operator = decode(vocabulary.operator)(item)
  if (E.isLeft(operator) || operator.right.kind !== 'join') return false
  const { use } = operator.right
  return use.joins === 'flows' && Object.values(use.flows).includes(flow)
}

/** Whether a flow is run by a phase without bindings, or joined by another flow. */
const isRunItself = (data: Data, flow: string, vocabulary: Vocabulary): boolean => {
  const bound = new Set(bindingsIn(data).map(({ index }) => index))
  const phases = (data['phases'] as readonly unknown[]).filter((_, index) => !bound.has(index))
  const others = Object.entries(data['flows'] as Data).filter(([name]) => name !== flow)
  return (
    phases.some((phase) => isObject(phase) && phase['flow'] === flow) ||
    others.some(([, items]) => Array.isArray(items) && items.some((item) => joins(item, flow, vocabulary)))
  )
}

/**
 * Gives every phase with bindings (`with: { teacher: student, rampEnd: 0 }`) a flow of its own.
 *
 * The flow has the name of the phase. It is a copy of the flow that the phase names, with other models, flows,
 * ledgers, states and parameters.
 *
 * - A flow that only phases with bindings run is left out.
 * - A mistake in a copy is reported at the position of the original flow.
 *
 * Law: a file without bindings stays as it is.
 *
 * @param data a file whose parameters are not substituted yet
 */
export const bindPhases = (data: unknown, vocabulary: Vocabulary): Bound => {
  if (!isObject(data) || !isObject(data['flows'])) return { data, originals: {}, errors: [] }
  const flows = data['flows']
  const known = bindingsIn(data).filter(({ flow }) => Array.isArray(flows[flow]))
  if (known.length === 0) return { data, originals: {}, errors: [] }
  const errors: DeclarationError[] = []
  const copies: Record<string, unknown> = {}
  const phases = [...(data['phases'] as readonly unknown[])]
  for (const binding of known) {
    const { items, errors: wrong } = instance(data, binding, vocabulary)
    errors.push(...wrong)
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
  const copied = known.filter(({ name }) => Object.hasOwn(copies, name))
  const templates = new Set(
    known
      .map(({ flow }) => flow)
      .filter(
        (flow) =>
          !isRunItself(data, flow, vocabulary) && known.every((one) => one.flow !== flow || copied.includes(one)),
      ),
  )
  const kept = Object.fromEntries(Object.entries(flows).filter(([name]) => !templates.has(name)))
  return {
    data: { ...data, flows: { ...kept, ...copies }, phases },
    originals: Object.fromEntries(copied.map(({ name, flow }) => [name, flow])),
    errors,
  }
}
