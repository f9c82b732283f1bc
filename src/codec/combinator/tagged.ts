import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { nearest } from '../../prelude/nearest.ts'
import { type AnyCodec, Codec, fail, type Problem, problem, under } from '../codec.ts'
import { isObject, record } from './record.ts'
import type { Case, Field } from './shape.ts'

/** The chosen alternative, with its parameters. */
export interface Chosen<Name extends string = string, Params = unknown> {
  readonly name: Name
  readonly params: Params
}

type Cases = Readonly<Record<string, Case>>
type Fields = Readonly<Record<string, Field>>

type Alternatives<C extends Cases> = {
  readonly [K in keyof C & string]: C[K]['params'] extends Codec<infer P> ? Chosen<K, P> : Chosen<K, unknown>
}[keyof C & string]

type Siblings<F extends Fields> = { readonly [K in keyof F]: F[K] extends Field<Codec<infer A>> ? A : never }

const oneOf = (noun: string, cases: Cases): string => `${noun}: one of ${Object.keys(cases).join(', ')}`

const unknownKey = (
  key: string,
  value: unknown,
  context: t.Context,
  expected: string,
  known: readonly string[],
  self: AnyCodec,
) => {
  const near = nearest(key, known)
  const more: Pick<Problem, 'nearest' | 'onKey'> = near === undefined ? { onKey: true } : { onKey: true, nearest: near }
  return problem(key, under(context, key, self, value), expected, more)
}

/**
 * A choice among named alternatives, with parameters beside the name: `{ entropy: { of: weak }, weight: 2 }`.
 *
 * @example
 * import { decode } from '../decode.ts'
 * import { magnitude } from './numbers.ts'
 * import { field, nothing } from './record.ts'
 * const losses = { entropy: { summary: 'entropy', params: nothing } }
 * const loss = taggedWith('a loss', losses, { weight: field(magnitude, 'weight', 1) })
 * decode(loss)({ entropy: {}, weight: 2 }).right // => { weight: 2, name: 'entropy', params: {} }
 *
 * @param noun what a file chooses, for messages ("a loss")
 * @param cases the alternatives; a function if they refer to this codec
 * @param siblings the parameters that may stand beside every alternative
 */
export const taggedWith = <const C extends Cases, const F extends Fields>(
  noun: string,
  cases: C | (() => C),
  siblings: F,
): Codec<Alternatives<C> & Siblings<F>> => {
  type A = Alternatives<C> & Siblings<F>
  const all = (): Cases => (typeof cases === 'function' ? cases() : cases)
  const beside = record(siblings)
  const self: Codec<A> = new Codec(
    noun,
    { kind: 'tagged', cases: all, siblings },
    (u): u is A =>
      isObject(u) &&
      typeof u['name'] === 'string' &&
      Object.hasOwn(all(), u['name']) &&
      all()[u['name']]!.params.is(u['params']) &&
      beside.is(u),
    (u, context) => {
      const known = all()
      const data = typeof u === 'string' ? { [u]: {} } : u
      if (!isObject(data)) return fail(u, context, oneOf(noun, known))
      const names = Object.keys(data).filter((key) => !Object.hasOwn(siblings, key))
      const strange = names.filter((key) => !Object.hasOwn(known, key))
      if (strange.length > 0) {
        const candidates = [...Object.keys(known), ...Object.keys(siblings)]
        if (typeof u === 'string') return fail(u, context, oneOf(noun, known), nearest(u, candidates))
        return E.left(strange.map((key) => unknownKey(key, data[key], context, oneOf(noun, known), candidates, self)))
      }
      const [name, ...others] = names
      if (name === undefined || others.length > 0) return fail(u, context, oneOf(noun, known))
      const { params } = known[name]!
      const chosen = params.validate(data[name] ?? {}, under(context, name, params, data[name]))
      const rest = beside.validate(
        Object.fromEntries(Object.entries(data).filter(([key]) => Object.hasOwn(siblings, key))),
        context,
      )
      if (E.isLeft(chosen) || E.isLeft(rest)) {
        return E.left([...(E.isLeft(chosen) ? chosen.left : []), ...(E.isLeft(rest) ? rest.left : [])])
      }
      // The alternative's own codec decoded the parameters, so they belong to the name.
      return t.success({ ...rest.right, name, params: chosen.right } as A)
    },
    (a) => {
      const { name, params, ...rest } = a as Chosen & Siblings<F>
      return { [name]: all()[name]!.params.encode(params as never), ...(beside.encode(rest as never) as object) }
    },
  )
  return self
}

/**
 * A choice among named alternatives: `{ sgd: { rate: 0.1 } }`, or `sgd` if every parameter has a default.
 *
 * @example
 * import { decode } from '../decode.ts'
 * import { magnitude } from './numbers.ts'
 * import { field, nothing, record } from './record.ts'
 * const sgd = { summary: 'descent', params: record({ rate: field(magnitude, 'learning rate', 0.03) }) }
 * const optimizer = tagged('an optimizer', { sgd, none: { summary: 'no update', params: nothing } })
 * decode(optimizer)('sgd').right // => { name: 'sgd', params: { rate: 0.03 } }
 * decode(optimizer)('adam').left[0].expected // => 'an optimizer: one of sgd, none'
 *
 * @param noun what a file chooses, for messages ("an optimizer")
 * @param cases the alternatives; a function if they refer to this codec
 */
export const tagged = <const C extends Cases>(noun: string, cases: C | (() => C)): Codec<Alternatives<C>> =>
  taggedWith(noun, cases, {})
