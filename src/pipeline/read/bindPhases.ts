import { isObject } from '../../codec/index.ts'
import type { Vocabulary } from '../../kind/vocabulary.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { nearest } from '../../prelude/nearest.ts'
import { type Binding, bindingsIn, type Data, paramsIn, runsItself } from './bindings.ts'
import { flowCopy } from './flowCopy.ts'

/** A file in which every phase that binds names runs its own copy of a flow. */
export interface Bound {
  readonly data: unknown
  /** The original of every copy, by name. */
  readonly originals: Readonly<Record<string, string>>
  readonly errors: readonly DeclarationError[]
}

const unusedError = ({ index, flow }: Binding, name: string, params: readonly string[]): DeclarationError => {
  const near = nearest(name, params)
  return declarationError({
    path: ['phases', String(index), 'with', name],
    expected: `a parameter of the file, or a model, flow, ledger or state of the flow ${flow}`,
    received: `"${name}"`,
    onKey: true,
    ...(near === undefined ? {} : { nearest: near }),
  })
}

const takenError = ({ index, name }: Binding): DeclarationError =>
  declarationError({
    path: ['phases', String(index), 'name'],
    expected: 'a name that no flow has: a phase with bindings runs a flow of its own name',
    received: `"${name}"`,
  })

const withoutBindings = (phase: unknown, flow: string): unknown => {
  const { with: _, ...rest } = phase as Data
  return { ...rest, flow }
}

/**
 * Gives every phase with bindings (`with: { teacher: student, rampEnd: 0 }`) its own copy of the flow that it
 * names.
 *
 * The copy has the name of the phase, and other models, flows, ledgers, states and parameters. A flow that
 * only phases with bindings run is left out. A mistake in a copy has the position of the original.
 *
 * - Fails if a flow does not use a binding.
 * - Fails if a flow already has the name of the phase.
 *
 * Law: a file without bindings stays as it is.
 *
 * @param data a file that still contains `$name`
 */
export const bindPhases = (data: unknown, vocabulary: Vocabulary): Bound => {
  if (!isObject(data) || !isObject(data['flows'])) return { data, originals: {}, errors: [] }
  const flows = data['flows']
  const bindings = bindingsIn(data).filter(({ flow }) => Array.isArray(flows[flow]))
  if (bindings.length === 0) return { data, originals: {}, errors: [] }
  const errors: DeclarationError[] = []
  const copies: Record<string, unknown> = {}
  const phases = [...(data['phases'] as readonly unknown[])]
  for (const binding of bindings) {
    const { index, name } = binding
    const { items, used } = flowCopy(data, binding, vocabulary)
    const unused = Object.keys(binding.bindings).filter((bound) => !used.has(bound))
    errors.push(...unused.map((bound) => unusedError(binding, bound, Object.keys(paramsIn(data)))))
    if (Object.hasOwn(flows, name)) {
      errors.push(takenError(binding))
      continue
    }
    copies[name] = items
    phases[index] = withoutBindings(phases[index], name)
  }
  const templates = new Set(bindings.map(({ flow }) => flow).filter((flow) => !runsItself(data, flow)))
  const kept = Object.fromEntries(Object.entries(flows).filter(([name]) => !templates.has(name)))
  return {
    data: { ...data, flows: { ...kept, ...copies }, phases },
    originals: Object.fromEntries(bindings.filter(({ name }) => name in copies).map(({ name, flow }) => [name, flow])),
    errors,
  }
}
