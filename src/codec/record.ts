import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { nearest } from '../prelude/nearest.ts'
import { type AnyCodec, Codec, fail, type Problem, problem, under } from './codec.ts'
import type { Field } from './shape.ts'

/** A required field when no fallback is given, otherwise one that may be left out of a file. The fallback is written as in a file. */
export const field = <C extends AnyCodec>(codec: C, doc: string, fallback?: unknown): Field<C> =>
  fallback === undefined ? { codec, doc } : { codec, doc, fallback }

type Decoded<F extends Readonly<Record<string, Field>>> = {
  readonly [K in keyof F]: F[K] extends Field<Codec<infer A>> ? A : never
}

/** The codec of a record, with its fields at hand so that a wider record can be made of them. */
export type RecordCodec<F extends Readonly<Record<string, Field>>> = Codec<Decoded<F>> & { readonly fields: F }

export const isObject = (u: unknown): u is Readonly<Record<string, unknown>> =>
  typeof u === 'object' && u !== null && !Array.isArray(u)

/**
 * A closed record: every key must be known, every required key present; missing ones with a fallback are filled in here and nowhere else.
 *
 * An unknown key is an error that names the nearest known one (plain io-ts ignores or drops it).
 */
export const record = <F extends Readonly<Record<string, Field>>>(fields: F): RecordCodec<F> => {
  const names = Object.keys(fields)
  const expected = names.length === 0 ? 'no parameters' : `a record of ${names.join(', ')}`
  const self: Codec<Decoded<F>> = new Codec(
    expected,
    { kind: 'record', fields },
    (u): u is Decoded<F> => isObject(u) && names.every((name) => fields[name]!.codec.is(u[name])),
    (u, context) => {
      const given = u === null ? {} : u
      if (!isObject(given)) return fail(u, context, expected)
      const problems: t.ValidationError[] = []
      for (const key of Object.keys(given)) {
        if (names.includes(key)) continue
        const near = nearest(key, names)
        const wanted = names.length === 0 ? 'no key here' : `one of the keys ${names.join(', ')}`
        const more: Pick<Problem, 'nearest' | 'onKey'> =
          near === undefined ? { onKey: true } : { onKey: true, nearest: near }
        problems.push(problem(key, under(context, key, self, given[key]), wanted, more))
      }
      const decoded: Record<string, unknown> = {}
      for (const name of names) {
        const { codec, fallback } = fields[name]!
        const own = Object.hasOwn(given, name) ? given[name] : undefined
        const value = own === undefined ? fallback : own
        if (value === undefined) {
          problems.push(problem(undefined, under(context, name, codec, undefined), codec.name))
          continue
        }
        const result = codec.validate(value, under(context, name, codec, value))
        if (E.isLeft(result)) problems.push(...result.left)
        else decoded[name] = result.right
      }
      // Every field was decoded by its own codec, so the record has the type that the fields spell.
      return problems.length > 0 ? E.left(problems) : t.success(decoded as Decoded<F>)
    },
    (a) => Object.fromEntries(names.map((name) => [name, fields[name]!.codec.encode(a[name as keyof F] as never)])),
  )
  return Object.assign(self, { fields })
}

/** The parameters of something that has none. */
export const nothing = record({})
