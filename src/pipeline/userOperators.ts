import { dirname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import * as E from 'fp-ts/lib/Either.js'
import { parseDocument } from 'yaml'
import { isObject } from '../codec/record.ts'
import type { AnyOperator } from '../operator/definition.ts'
import { type DeclarationError, declarationError } from '../prelude/errors.ts'
import type { Registry } from './registry.ts'

const kinds: readonly unknown[] = ['source', 'order', 'stage', 'step']

const isOperator = (value: unknown): value is AnyOperator =>
  isObject(value) && typeof value['name'] === 'string' && kinds.includes(value['kind']) && isObject(value['params'])

const problem = (module: string, expected: string, received: string): DeclarationError =>
  declarationError({ path: ['operators', module], expected, received })

const loadModule = async (
  file: string,
  module: string,
): Promise<E.Either<DeclarationError, readonly AnyOperator[]>> => {
  try {
    const loaded: unknown = await import(pathToFileURL(resolve(dirname(file), module)).href)
    const exported = Object.values(loaded as Readonly<Record<string, unknown>>)
    const found = exported.filter(isOperator)
    return found.length > 0
      ? E.right(found)
      : E.left(
          problem(
            module,
            'a module that exports operators (defineStage, defineStep ...)',
            `${exported.length} other exports`,
          ),
        )
  } catch (cause) {
    return E.left(problem(module, 'a module that can be imported', String(cause)))
  }
}

/**
 * The registry of a pipeline file: the operators of Understudy, and those of the modules that the file names under `operators`, relative to it.
 * An operator that takes a name already taken is an error; ours have no privilege over others otherwise.
 */
export const withUserOperators = async (
  file: string,
  text: string,
  registry: Registry,
): Promise<E.Either<readonly DeclarationError[], Registry>> => {
  const data: unknown = parseDocument(text).toJS()
  const modules =
    isObject(data) && Array.isArray(data['operators']) ? data['operators'].filter((m) => typeof m === 'string') : []
  const errors: DeclarationError[] = []
  const all: Record<string, AnyOperator> = { ...registry }
  for (const module of modules) {
    const loaded = await loadModule(file, module)
    if (E.isLeft(loaded)) errors.push(loaded.left)
    else {
      for (const operator of loaded.right) {
        if (Object.hasOwn(all, operator.name))
          errors.push(problem(module, 'a name of its own for each operator', `"${operator.name}"`))
        else all[operator.name] = operator
      }
    }
  }
  return errors.length > 0 ? E.left(errors) : E.right(all)
}
