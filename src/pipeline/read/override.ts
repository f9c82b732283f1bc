import * as E from 'fp-ts/lib/Either.js'
import { parse } from 'yaml'
import { isObject } from '../../codec/combinator/record.ts'
import { type DeclarationError, declarationError } from '../../prelude/errors.ts'
import { nearest } from '../../prelude/nearest.ts'

/** One `--set path=value`. The value is YAML: a number, a list, `{ sgd: { rate: 0.1 } }`. */
export interface Override {
  readonly path: Path
  readonly value: unknown
}

type Path = readonly string[]

/** A file in which values of the command line replace its own. */
export interface Overridden {
  readonly data: unknown
  /** The paths of the values of the command line. */
  readonly paths: readonly Path[]
  readonly errors: readonly DeclarationError[]
}

const flagPath = (text: string): Path => [`--set ${text}`]

const firstLine = (cause: unknown): string => String(cause instanceof Error ? cause.message : cause).split('\n')[0]!

/**
 * Reads the text after `--set`.
 *
 * @example
 * readOverride('evaluate.every=100').right // => { path: ['evaluate', 'every'], value: 100 }
 * readOverride('steps').left.expected // => 'name=value'
 */
export const readOverride = (text: string): E.Either<DeclarationError, Override> => {
  const equals = text.indexOf('=')
  if (equals < 1) {
    return E.left(declarationError({ path: ['--set'], expected: 'name=value', received: JSON.stringify(text) }))
  }
  return E.tryCatch(
    (): Override => ({ path: text.slice(0, equals).split('.'), value: parse(text.slice(equals + 1)) }),
    (cause) => declarationError({ path: flagPath(text), expected: 'a YAML value after =', received: firstLine(cause) }),
  )
}

const has = (data: unknown, key: string): boolean => isObject(data) && Object.hasOwn(data, key)

const paramsOf = (data: unknown): Readonly<Record<string, unknown>> =>
  isObject(data) && isObject(data['params']) ? data['params'] : {}

/** A name that is no key of the file is a parameter: `steps=10` is `params.steps=10`. */
const resolve = (data: unknown, path: Path): readonly string[] =>
  has(paramsOf(data), path[0]!) && !has(data, path[0]!) ? ['params', ...path] : path

/** Sets one value. Lists keep their length. A bare name (`sgd`) becomes a map if the path leads below it. */
const setAt = (data: unknown, path: Path, value: unknown): E.Either<string, unknown> => {
  const [key, ...rest] = path
  if (key === undefined) return E.right(value)
  if (Array.isArray(data)) {
    if (!/^\d+$/.test(key) || Number(key) >= data.length) return E.left(`an index from 0 to ${data.length - 1}`)
    return E.map((inner) => data.with(Number(key), inner))(setAt(data[Number(key)], rest, value))
  }
  const map = isObject(data) ? data : typeof data === 'string' ? { [data]: {} } : {}
  return E.map((inner) => ({ ...map, [key]: inner }))(setAt(map[key], rest, value))
}

const put = (
  data: unknown,
  { path, value }: Override,
): E.Either<DeclarationError, { readonly data: unknown; readonly path: Path }> => {
  const full = resolve(data, path)
  if (full.length === 1 && !has(data, full[0]!)) {
    const names = Object.keys(paramsOf(data))
    const near = nearest(full[0]!, names)
    return E.left(
      declarationError({
        path: flagPath(path.join('.')),
        expected: `a parameter of the file (${names.join(', ') || 'it has none'}) or a path into it`,
        received: JSON.stringify(path[0]),
        ...(near === undefined ? {} : { nearest: near }),
      }),
    )
  }
  const set = setAt(data, full, value)
  return E.isLeft(set)
    ? E.left(
        declarationError({
          path: flagPath(path.join('.')),
          expected: set.left,
          received: JSON.stringify(path.join('.')),
        }),
      )
    : E.right({ data: set.right, path: full })
}

/**
 * Replaces values of the file by those of the command line. The same codecs then decode both.
 *
 * - Fails if a path is neither a parameter nor a path into the file.
 * - Fails if a path leads to an index that a list does not have.
 *
 * @example
 * override({ params: { steps: 9 } }, [{ path: ['steps'], value: 2 }]).data // => { params: { steps: 2 } }
 * const rate = { path: ['rule', 'sgd', 'rate'], value: 1 }
 * override({ rule: 'sgd' }, [rate]).data // => { rule: { sgd: { rate: 1 } } }
 */
export const override = (data: unknown, overrides: readonly Override[]): Overridden => {
  const paths: Path[] = []
  const errors: DeclarationError[] = []
  let changed = data
  for (const one of overrides) {
    const set = put(changed, one)
    if (E.isLeft(set)) errors.push(set.left)
    else {
      changed = set.right.data
      paths.push(set.right.path)
    }
  }
  return { data: changed, paths, errors }
}
