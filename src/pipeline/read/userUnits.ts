import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { isObject, type Unit } from '../../codec/index.ts'
import { type Kind, kinds, operatorKinds, type Registry } from '../../kind/registry.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { readSource } from './source.ts'

const isKind = (word: unknown): word is Kind => (kinds as readonly unknown[]).includes(word)

type UserUnit = Unit<Kind, unknown>

type Data = Readonly<Record<string, unknown>>

const claimsKind = (value: unknown): value is Data => isObject(value) && isKind(value['kind'])

const isUnit = (value: Data): value is Data & UserUnit => {
  const { name, summary, params, use } = value
  const hasParams = typeof params === 'function' || (isObject(params) && isObject(params['shape']))
  return typeof name === 'string' && typeof summary === 'string' && hasParams && typeof use === 'function'
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
    const exported = loaded as Data
    // A module may export one unit under several names.
    const claims = [...new Set(Object.values(exported))].filter(claimsKind)
    const units = claims.filter(isUnit)
    if (units.length > 0 && units.length === claims.length) return E.right(units)
    const half = Object.keys(exported).filter((name) => {
      const value = exported[name]
      return claimsKind(value) && !isUnit(value)
    })
    const names = Object.keys(exported).join(', ')
    if (half.length > 0) {
      return E.left(
        problem(
          module,
          'units with name, summary, params and use',
          `"${module.name}", whose ${half.join(', ')} lacks one`,
        ),
      )
    }
    return E.left(
      problem(
        module,
        'a module that exports units (defineStage, defineStep, defineLoss ...)',
        `"${module.name}", which exports ${names || 'nothing'}`,
      ),
    )
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0]! : String(cause)
    return E.left(problem(module, 'a JavaScript module that can be imported', `"${module.name}": ${reason}`))
  }
}

const modulesOf = (data: unknown): readonly Module[] =>
  isObject(data) && Array.isArray(data['operators'])
    ? data['operators'].flatMap((name, i) =>
        typeof name === 'string' ? [{ name, path: ['operators', String(i)] }] : [],
      )
    : []

/**
 * The kinds that share one set of names with a kind. All operators of flows do; every other kind has its own
 * set.
 */
const namespaceOf = (kind: Kind): readonly Kind[] =>
  (operatorKinds as readonly Kind[]).includes(kind) ? operatorKinds : [kind]

/** Adds a unit to a registry. Fails if its name is taken. */
const withUnit = (registry: Registry, unit: UserUnit, module: Module): E.Either<DeclarationError, Registry> => {
  const taken = namespaceOf(unit.kind).some((kind) => Object.hasOwn(registry[kind], unit.name))
  return taken
    ? E.left(problem(module, `a name of its own for each ${unit.kind}`, `"${unit.name}" again`))
    : E.right({ ...registry, [unit.kind]: { ...registry[unit.kind], [unit.name]: unit } })
}

/**
 * The registry of a pipeline file: the units of `registry`, and those of the modules that the file names.
 *
 * The file names modules under `operators`, relative to itself. A module may export units of any kind. They
 * can do all that ours can.
 *
 * - Fails if a module cannot be imported, or exports no unit.
 * - Fails if the name of a unit is taken.
 * - A file that is not YAML adds no unit: `load` reports its mistakes.
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
        const wider = withUnit(all, unit, module)
        if (E.isLeft(wider)) errors.push(wider.left)
        else all = wider.right
      }
    }
  }
  const placed = errors.map((error) => ({ ...error, position: source.right.positionOf(error.path) }))
  return placed.length > 0 ? E.left(placed) : E.right(all)
}
