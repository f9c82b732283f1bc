import { isObject } from '../../codec/combinator/record.ts'
import { show } from '../../codec/index.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { nearest } from '../../prelude/nearest.ts'

/** A file with values in place of every `$name` that names a parameter. */
export interface Substituted {
  readonly data: unknown
  readonly errors: readonly DeclarationError[]
}

const unknownParameter = (path: readonly string[], value: string, names: readonly string[]): DeclarationError => {
  const near = nearest(value.slice(1), names)
  return declarationError({
    path,
    expected: `a parameter (${names.join(', ') || 'the file declares none'})`,
    received: show(value),
    ...(near === undefined ? {} : { nearest: `$${near}` }),
  })
}

/** Whether `$name` stands somewhere in a file. */
const uses = (data: unknown, name: string): boolean =>
  data === `$${name}` ||
  (Array.isArray(data) && data.some((item) => uses(item, name))) ||
  (isObject(data) && Object.values(data).some((item) => uses(item, name)))

/**
 * Replaces every `$name` outside `params` by the value of the parameter.
 *
 * - Fails if a name is unknown.
 * - Fails if nothing uses a parameter.
 *
 * @example
 * substitute({ params: { size: 8 }, batch: '$size' }).data // => { params: { size: 8 }, batch: 8 }
 * substitute({ params: { size: 8 }, batch: '$sise' }).errors[0].nearest // => '$size'
 *
 * @param original the file before values of the command line replaced some of it; a use in it counts
 */
export const substitute = (data: unknown, original = data): Substituted => {
  if (!isObject(data)) return { data, errors: [] }
  const params = isObject(data['params']) ? data['params'] : {}
  const names = Object.keys(params)
  // A misspelled use counts as a use: one mistake, one error.
  const used = new Set<string | undefined>()
  const errors: DeclarationError[] = []
  const visit = (value: unknown, path: readonly string[]): unknown => {
    if (Array.isArray(value)) return value.map((item, i) => visit(item, [...path, String(i)]))
    if (isObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, visit(item, [...path, key])]))
    }
    if (typeof value !== 'string' || !value.startsWith('$')) return value
    const name = value.slice(1)
    if (Object.hasOwn(params, name)) {
      used.add(name)
      return params[name]
    }
    errors.push(unknownParameter(path, value, names))
    used.add(nearest(name, names))
    return value
  }
  const entries = Object.entries(data).map(([key, item]) => [key, key === 'params' ? item : visit(item, [key])])
  for (const name of names.filter((one) => !used.has(one) && !uses(original, one))) {
    const expected = 'a parameter that something uses'
    errors.push(declarationError({ path: ['params', name], expected, received: `"${name}"`, onKey: true }))
  }
  return { data: Object.fromEntries(entries), errors }
}
