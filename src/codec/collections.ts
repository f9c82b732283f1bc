import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { Codec, fail, under } from './codec.ts'
import { isObject } from './record.ts'
import type { Role } from './shape.ts'

/** A list of values, of at least the given length. */
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

/** A map from free names to values. `keyRole` says what the names stand for (fields that are written, models ...). */
export const map = <A>(value: Codec<A>, keyRole?: Role): Codec<Readonly<Record<string, A>>> => {
  const expected = 'a map of names'
  return new Codec(
    expected,
    keyRole === undefined ? { kind: 'map', value } : { kind: 'map', value, keyRole },
    (u): u is Readonly<Record<string, A>> => isObject(u) && Object.values(u).every(value.is),
    (u, context) => {
      if (!isObject(u)) return fail(u, context, expected)
      const problems: t.ValidationError[] = []
      const decoded: Record<string, A> = {}
      for (const [key, given] of Object.entries(u)) {
        const result = value.validate(given, under(context, key, value, given))
        if (E.isLeft(result)) problems.push(...result.left)
        else decoded[key] = result.right
      }
      return problems.length > 0 ? E.left(problems) : t.success(decoded)
    },
    (a) => Object.fromEntries(Object.entries(a).map(([key, item]) => [key, value.encode(item)])),
  )
}
