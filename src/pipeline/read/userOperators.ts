import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { isObject } from '../../codec/record.ts'
import type { AnyOperator } from '../../kind/definition.ts'
import type { Registry } from '../../kind/registry.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { readSource } from './source.ts'

/** The functions that an operator of each kind must have; `gather` is the runtime's own. */
const functions: Readonly<Record<string, readonly string[]>> = {
  source: ['infer', 'open'],
  order: ['apply'],
  stage: ['infer', 'run'],
  step: ['infer', 'run'],
}

const isOperator = (value: unknown): value is AnyOperator => {
  if (!isObject(value)) return false
  const { kind, name, summary, params } = value
  const needed = typeof kind === 'string' && Object.hasOwn(functions, kind) ? functions[kind]! : undefined
  return (
    typeof name === 'string' &&
    typeof summary === 'string' &&
    isObject(params) &&
    isObject(params['shape']) &&
    needed?.every((key) => typeof value[key] === 'function') === true
  )
}

interface Module {
  readonly name: string
  readonly path: readonly string[]
}

const problem = ({ path }: Module, expected: string, received: string): DeclarationError =>
  declarationError({ path, expected, received })

const loadModule = async (
  file: string,
  module: Module,
): Promise<E.Either<DeclarationError, readonly AnyOperator[]>> => {
  try {
    const loaded: unknown = await import(pathToFileURL(resolve(dirname(file), module.name)).href)
    const exported = Object.entries(loaded as Readonly<Record<string, unknown>>)
    const found = exported.map(([, value]) => value).filter(isOperator)
    if (found.length > 0) return E.right(found)
    const names = exported.map(([name]) => name).join(', ')
    return E.left(
      problem(
        module,
        'a module that exports operators (defineStage, defineStep ...)',
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

/**
 * The registry of a pipeline file: the operators of Understudy, and those of the modules that the file names under `operators`, relative to it.
 * An operator that takes a name already taken is an error; ours have no privilege over others otherwise.
 *
 * A file that is not YAML names none: `load` says what is wrong with it.
 */
export const withUserOperators = async (
  file: string,
  text: string,
  registry: Registry,
): Promise<E.Either<readonly DeclarationError[], Registry>> => {
  const source = readSource(file, text)
  if (E.isLeft(source)) return E.right(registry)
  const errors: DeclarationError[] = []
  const all: Record<string, AnyOperator> = { ...registry }
  for (const module of modulesOf(source.right.data)) {
    const loaded = await loadModule(file, module)
    if (E.isLeft(loaded)) errors.push(loaded.left)
    else {
      for (const operator of loaded.right) {
        if (Object.hasOwn(all, operator.name))
          errors.push(problem(module, 'a name of its own for each operator', `"${operator.name}" again`))
        else all[operator.name] = operator
      }
    }
  }
  const placed = errors.map((error) => ({ ...error, position: source.right.positionOf(error.path) }))
  return placed.length > 0 ? E.left(placed) : E.right(all)
}
