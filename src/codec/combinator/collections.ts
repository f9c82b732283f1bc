import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { Codec, fail, under } from '../codec.ts'
import { isObject, record } from './record.ts'
import type { Field, Role } from './shape.ts'

/**
 * A list of values.
 *
 * @example
 * import { decode } from '../decode.ts'
 * import { count } from './numbers.ts'
 * decode(list(count))([1, 2]) // => { _tag: 'Right', right: [1, 2] }
 * list(count, 1).name // => 'a list of at least 1'
 *
 * @param atLeast the smallest length, 0 by default
 */
export const list = <A>(item: Codec<A>, atLeast = 0): Codec<readonly A[]> => {
  const expected = atLeast === 0 ? 'a list' : `a list of at least ${atLeast}`
  const self: Codec<readonly A[]> = new Codec(
    expected,
    { kind: 'list', item, atLeast },
    (u): u is readonly A[] => Array.isArray(u) && u.length >= atLeast && u.every(item.is),
    (u, context) => {
      if (!Array.isArray(u) || u.length < atLeast) return fail(u, context, expected)
      const results = u.map((value, i) => item.validate(value, under(context, String(i), item, value)))
      const problems = results.flatMap((result) => (E.isLeft(result) ? result.left : []))
      return problems.length > 0
        ? E.left(problems)
        : t.success(results.flatMap((result) => (E.isRight(result) ? [result.right] : [])))
    },
    (a) => a.map(item.encode),
  )
  return self
}

type Fields = Readonly<Record<string, Field>>

type Decoded<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<Codec<infer A>> ? A : never }

const validateEntries = <A>(value: Codec<A>, entries: readonly (readonly [string, unknown])[], context: t.Context) => {
  const problems: t.ValidationError[] = []
  const decoded: (readonly [string, A])[] = []
  for (const [key, entry] of entries) {
    const result = value.validate(entry, under(context, key, value, entry))
    if (E.isLeft(result)) problems.push(...result.left)
    else decoded.push([key, result.right])
  }
  return { problems, decoded: Object.fromEntries(decoded) }
}

/**
 * A map from free names to values.
 *
 * @example
 * import { decode } from '../decode.ts'
 * import { count } from './numbers.ts'
 * decode(map(count))({ a: 1, b: 2 }) // => { _tag: 'Right', right: { a: 1, b: 2 } }
 *
 * @param keyRole what the names stand for, such as models or the fields that an operator writes
 */
export const map = <A>(value: Codec<A>, keyRole?: Role): Codec<Readonly<Record<string, A>>> => {
  const expected = 'a map of names'
  return new Codec(
    expected,
    { kind: 'map', value, siblings: {}, ...(keyRole === undefined ? {} : { keyRole }) },
    (u): u is Readonly<Record<string, A>> => isObject(u) && Object.values(u).every(value.is),
    (u, context) => {
      if (!isObject(u)) return fail(u, context, expected)
      const { problems, decoded } = validateEntries(value, Object.entries(u), context)
      return problems.length > 0 ? E.left(problems) : t.success(decoded)
    },
    (a) => Object.fromEntries(Object.entries(a).map(([key, item]) => [key, value.encode(item)])),
  )
}

/**
 * A map from free names to values, in which some names are parameters: `{ from: image, weak: cropFlip }`.
 *
 * @example
 * import { decode } from '../decode.ts'
 * import { count } from './numbers.ts'
 * import { field } from './record.ts'
 * const sizes = mapWith(count, { of: 'model' }, { unit: field(count, 'pixels per unit', 1) })
 * const decoded = decode(sizes)({ small: 2, large: 8 })
 * decoded.right // => { unit: 1, entries: { small: 2, large: 8 } }
 *
 * @param siblings the parameters; every other name is an entry
 */
export const mapWith = <A, const F extends Fields>(
  value: Codec<A>,
  keyRole: Role,
  siblings: F,
): Codec<{ readonly entries: Readonly<Record<string, A>> } & Decoded<F>> => {
  const beside = record(siblings)
  const expected = 'a map of names'
  return new Codec<{ readonly entries: Readonly<Record<string, A>> } & Decoded<F>>(
    expected,
    { kind: 'map', value, keyRole, siblings },
    (u): u is { readonly entries: Readonly<Record<string, A>> } & Decoded<F> =>
      isObject(u) && isObject(u['entries']) && Object.values(u['entries']).every(value.is) && beside.is(u),
    (u, context) => {
      if (!isObject(u)) return fail(u, context, expected)
      const all = Object.entries(u)
      const fields = beside.validate(Object.fromEntries(all.filter(([key]) => Object.hasOwn(siblings, key))), context)
      const { problems, decoded } = validateEntries(
        value,
        all.filter(([key]) => !Object.hasOwn(siblings, key)),
        context,
      )
      if (E.isLeft(fields)) return E.left([...fields.left, ...problems])
      return problems.length > 0 ? E.left(problems) : t.success({ ...fields.right, entries: decoded })
    },
    ({ entries, ...rest }) => ({
      ...(beside.encode(rest as never) as object),
      ...Object.fromEntries(Object.entries(entries).map(([key, item]) => [key, value.encode(item)])),
    }),
  )
}
