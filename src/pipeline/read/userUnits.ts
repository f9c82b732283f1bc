import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { isObject, type Unit } from '../../codec/index.ts'
import { type Kind, kinds, operatorKinds, type Registry } from '../../kind/registry.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { readSource } from './source.ts'

const isKind = (word: unknown): word is Kind => (kinds as readonly unknown[]).includes(word)

type UserUnit = Unit<Kind, unknown>

const isUnit = (value: unknown): value is UserUnit => {
  if (!isObject(value)) return false
  const { kind, name, summary, params, use } = value
  const hasParams = typeof params === 'function' || (isObject(params) && isObject(params['shape']))
  return (
    isKind(kind) && typeof name === 'string' && typeof summary === 'string' && hasParams && typeof use === 'function'
  )
}

interface Module {
  readonly name: string
  readonly path: readonly string[]
}

const problem = ({ path }: Module, expected: string, received: string): DeclarationError =>
  declarationError({ path, expected, received })

const loadModule = async (file: string, module: Module): Promise<E.Either<DeclarationError, readonly UserUnit[]>> => {
  try {
    const loaded: unknown = await import(pathToFileURL(resolve(dirname(file), module.name)).href)
    const exported = Object.entries(loaded as Readonly<Record<string, unknown>>)
    const found = exported.map(([, value]) => value).filter(isUnit)
    if (found.length > 0) return E.right(found)
    const names = exported.map(([name]) => name).join(', ')
    return E.left(
      problem(
        module,
        'a module that exports units (defineStage, defineStep, defineLoss ...)',
        `"${module.name}", which exports ${names || 'nothing'}`,
      ),
    )
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0]! : String(cause)
    return E.left(problem(module, 'a module that can be imported', `"${module.name}": ${reason}`))
  }
}

const modulesOf = (data: unknown): readonly Module[] =>
  isObject(data) && Array.isArray(data['operators'])
    ? data['operators'].flatMap((name, i) =>
        typeof name === 'string' ? [{ name, path: ['operators', String(i)] }] : [],
      )
    : []

/** The kinds that share their names with a kind: operators of flows share one set, every other kind has its own. */
const namespaceOf = (kind: Kind): readonly Kind[] =>
  (operatorKinds as readonly Kind[]).includes(kind) ? operatorKinds : [kind]

/** A registry with one more unit, or why there cannot be one. */
const added = (registry: Registry, unit: UserUnit, module: Module): E.Either<DeclarationError, Registry> => {
  const taken = namespaceOf(unit.kind).some((kind) => Object.hasOwn(registry[kind], unit.name))
  return taken
    ? E.left(problem(module, `a name of its own for each ${unit.kind}`, `"${unit.name}" again`))
    : E.right({ ...registry, [unit.kind]: { ...registry[unit.kind], [unit.name]: unit } })
}

/**
 * The registry of a pipeline file: the given units, and those of the modules that the file names under `operators`, relative to it. A module may export
 * units of any kind. A unit that takes a name already taken is an error; ours have no privilege over others otherwise.
 *
 * A file that is not YAML names none: `load` says what is wrong with it.
 */
export const withUserUnits = async (
  file: string,
  text: string,
  registry: Registry,
): Promise<E.Either<readonly DeclarationError[], Registry>> => {
  const source = readSource(file, text)
  if (E.isLeft(source)) return E.right(registry)
  const errors: DeclarationError[] = []
  let all = registry
  for (const module of modulesOf(source.right.data)) {
    const loaded = await loadModule(file, module)
    if (E.isLeft(loaded)) errors.push(loaded.left)
    else {
      for (const unit of loaded.right) {
        const wider = added(all, unit, module)
        if (E.isLeft(wider)) errors.push(wider.left)
        else all = wider.right
      }
    }
  }
  const placed = errors.map((error) => ({ ...error, position: source.right.positionOf(error.path) }))
  return placed.length > 0 ? E.left(placed) : E.right(all)
}
