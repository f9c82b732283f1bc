import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { nearest } from '../../prelude/nearest.ts'
import { type AnyCodec, Codec, fail, type Problem, problem, under } from '../codec.ts'
import type { Field } from './shape.ts'

/**
 * Declares one parameter of a record. It is required unless it has a fallback.
 *
 * @param doc what the parameter means
 * @param fallback the default, as a file would write it
 */
export const field = <C extends AnyCodec>(codec: C, doc: string, fallback?: unknown): Field<C> =>
  fallback === undefined ? { codec, doc } : { codec, doc, fallback }

type Decoded<F extends Readonly<Record<string, Field>>> = {
  readonly [K in keyof F]: F[K] extends Field<Codec<infer A>> ? A : never
}

/** The codec of a record. It keeps its parameters at hand, so that a wider record can include them. */
export type RecordCodec<F extends Readonly<Record<string, Field>>> = Codec<Decoded<F>> & { readonly fields: F }

/** Whether a value is a map: neither null nor a list. */
export const isObject = (u: unknown): u is Readonly<Record<string, unknown>> =>
  typeof u === 'object' && u !== null && !Array.isArray(u)

/**
 * A closed record of parameters. Missing ones get their fallback here and nowhere else.
 *
 * - Fails if a key is unknown, and names the nearest known one. Plain io-ts ignores or drops the key.
 * - Fails if a key without a fallback is missing.
 * - Null stands for a record without keys: `shuffle:` is `shuffle: {}`.
 *
 * @example
 * import { decode } from '../decode.ts'
 * import { probability } from './numbers.ts'
 * const params = record({ threshold: field(probability, 'the least confidence', 0.95) })
 * decode(params)({}) // => { _tag: 'Right', right: { threshold: 0.95 } }
 * decode(params)({ treshold: 0.9 }).left[0].nearest // => 'threshold'
 */
export const record = <F extends Readonly<Record<string, Field>>>(fields: F): RecordCodec<F> => {
  const names = Object.keys(fields)
  const expected = names.length === 0 ? 'no parameters' : `a record of ${names.join(', ')}`
  const self: Codec<Decoded<F>> = new Codec(
    expected,
    { kind: 'record', fields },
    (u): u is Decoded<F> => isObject(u) && names.every((name) => fields[name]!.codec.is(u[name])),
    (u, context) => {
      const data = u === null ? {} : u
      if (!isObject(data)) return fail(u, context, expected)
      const problems: t.ValidationError[] = []
      for (const key of Object.keys(data)) {
        if (names.includes(key)) continue
        const near = nearest(key, names)
        const known = names.length === 0 ? 'no key here' : `one of the keys ${names.join(', ')}`
        const more: Pick<Problem, 'nearest' | 'onKey'> =
          near === undefined ? { onKey: true } : { onKey: true, nearest: near }
        problems.push(problem(key, under(context, key, self, data[key]), known, more))
      }
      const decoded: Record<string, unknown> = {}
      for (const name of names) {
        const { codec, fallback } = fields[name]!
        const own = Object.hasOwn(data, name) ? data[name] : undefined
        const value = own === undefined ? fallback : own
        if (value === undefined) {
          problems.push(problem(undefined, under(context, name, codec, undefined), codec.name))
          continue
        }
        const result = codec.validate(value, under(context, name, codec, value))
        if (E.isLeft(result)) problems.push(...result.left)
        else decoded[name] = result.right
      }
      // Each parameter's own codec decoded it, so the record has the type that they spell.
      return problems.length > 0 ? E.left(problems) : t.success(decoded as Decoded<F>)
    },
    (a) => Object.fromEntries(names.map((name) => [name, fields[name]!.codec.encode(a[name as keyof F] as never)])),
  )
  return Object.assign(self, { fields })
}

/** The codec of a unit without parameters. */
export const nothing = record({})
