import * as E from 'fp-ts/lib/Either.js'
import { show } from '../codec/index.ts'
import { isObject } from '../codec/record.ts'
import { type DeclarationError, declarationError } from '../prelude/errors.ts'
import { nearest } from '../prelude/nearest.ts'

/** Replaces every `$name` below `params` by the parameter's value. Unknown names and parameters that nothing uses are errors. */
export const substitute = (data: unknown): E.Either<readonly DeclarationError[], unknown> => {
  const params = isObject(data) && isObject(data['params']) ? data['params'] : {}
  const names = Object.keys(params)
  const used = new Set<string>()
  const errors: DeclarationError[] = []
  const visit = (value: unknown, path: readonly string[]): unknown => {
    if (Array.isArray(value)) return value.map((item, i) => visit(item, [...path, String(i)]))
    if (isObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, [...path, key])]))
    }
    if (typeof value !== 'string' || !value.startsWith('$')) return value
    const name = value.slice(1)
    if (!Object.hasOwn(params, name)) {
      const near = nearest(name, names)
      errors.push(
        declarationError({
          path,
          expected: `a parameter (${names.join(', ') || 'the file declares none'})`,
          received: show(value),
          ...(near === undefined ? {} : { nearest: `$${near}` }),
        }),
      )
      return value
    }
    used.add(name)
    return params[name]
  }
  const substituted = isObject(data)
    ? Object.fromEntries(Object.entries(data).map(([key, item]) => [key, key === 'params' ? item : visit(item, [key])]))
    : data
  for (const name of names) {
    if (!used.has(name)) {
      errors.push(
        declarationError({
          path: ['params', name],
          expected: 'a parameter that something uses',
          received: `"${name}"`,
          onKey: true,
        }),
      )
    }
  }
  return errors.length > 0 ? E.left(errors) : E.right(substituted)
}
