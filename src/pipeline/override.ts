import * as E from 'fp-ts/lib/Either.js'
import { parse } from 'yaml'
import { isObject } from '../codec/record.ts'
import { type DeclarationError, declarationError } from '../prelude/errors.ts'
import { nearest } from '../prelude/nearest.ts'

/** One `--set path=value`: the value is read as YAML, so numbers, lists and `{ sgd: { rate: 0.1 } }` may be given. */
export interface Override {
  readonly path: readonly string[]
  readonly value: unknown
}

const flagPath = (text: string): readonly string[] => [`--set ${text}`]

/** Reads `a.b.0.c=value`. */
export const readOverride = (text: string): E.Either<DeclarationError, Override> => {
  const equals = text.indexOf('=')
  if (equals < 1) {
    return E.left(declarationError({ path: ['--set'], expected: 'name=value', received: JSON.stringify(text) }))
  }
  return E.tryCatch(
    (): Override => ({ path: text.slice(0, equals).split('.'), value: parse(text.slice(equals + 1)) }),
    (cause) => declarationError({ path: flagPath(text), expected: 'a YAML value after =', received: String(cause) }),
  )
}

/** A name that is not a key of the file itself stands for the parameter of that name: `steps=10` is `params.steps=10`. */
const resolve = (data: unknown, path: readonly string[]): readonly string[] =>
  isObject(data) && isObject(data['params']) && path[0]! in data['params'] && !(path[0]! in data)
    ? ['params', ...path]
    : path

const setAt = (data: unknown, path: readonly string[], value: unknown, known: readonly string[]): unknown => {
  const [key, ...rest] = path
  if (key === undefined) return value
  if (Array.isArray(data)) {
    const index = Number(key)
    if (!Number.isInteger(index) || index < 0 || index >= data.length) throw new RangeError(key)
    return data.map((item, i) => (i === index ? setAt(item, rest, value, known) : item))
  }
  const map = isObject(data) ? data : typeof data === 'string' ? { [data]: {} } : {}
  return { ...map, [key]: setAt(map[key], rest, value, known) }
}

/** Puts the values of the command line in place of those of the file; the same codecs then decode both. */
export const override =
  (overrides: readonly Override[]) =>
  (data: unknown): E.Either<readonly DeclarationError[], unknown> => {
    const errors: DeclarationError[] = []
    let changed = data
    for (const { path, value } of overrides) {
      const names = isObject(data) && isObject(data['params']) ? Object.keys(data['params']) : []
      const full = resolve(changed, path)
      if (full.length === 1 && !(isObject(data) && full[0]! in data)) {
        const near = nearest(full[0]!, names)
        errors.push(
          declarationError({
            path: flagPath(path.join('.')),
            expected: `a parameter of the file (${names.join(', ') || 'it has none'}) or a path into it`,
            received: JSON.stringify(path[0]),
            ...(near === undefined ? {} : { nearest: near }),
          }),
        )
        continue
      }
      try {
        changed = setAt(changed, full, value, names)
      } catch {
        errors.push(
          declarationError({
            path: flagPath(path.join('.')),
            expected: 'an index of the list',
            received: path.join('.'),
          }),
        )
      }
    }
    return errors.length > 0 ? E.left(errors) : E.right(changed)
  }
