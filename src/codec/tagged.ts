import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { nearest } from '../prelude/nearest.ts'
import { Codec, fail, type Problem, problem, under } from './codec.ts'
import { isObject } from './record.ts'
import type { Case } from './shape.ts'

/** One alternative that was chosen, with its parameters. */
export interface Chosen<Name extends string = string, Params = unknown> {
  readonly name: Name
  readonly params: Params
}

type AnyCases = Readonly<Record<string, Case>>

type Alternatives<C extends AnyCases> = {
  readonly [K in keyof C & string]: C[K]['params'] extends Codec<infer P> ? Chosen<K, P> : never
}[keyof C & string]

/** `sgd` stands for `{ sgd: {} }`. */
const open = (u: unknown): readonly [string, unknown] | undefined => {
  if (typeof u === 'string') return [u, {}]
  if (!isObject(u)) return undefined
  const entries = Object.entries(u)
  return entries.length === 1 ? entries[0] : undefined
}

/**
 * A choice among named alternatives: `{ sgd: { rate: 0.1 } }`, or just `sgd` when every parameter has a default.
 *
 * @param noun what is chosen, for messages ("an optimizer")
 * @param cases the alternatives, or a function of no arguments where they refer to this codec themselves
 */
export const tagged = <const C extends AnyCases>(noun: string, cases: C | (() => C)): Codec<Alternatives<C>> => {
  const all = (): AnyCases => (typeof cases === 'function' ? cases() : cases)
  const self: Codec<Alternatives<C>> = new Codec(
    noun,
    { kind: 'tagged', cases: all },
    (u): u is Alternatives<C> => isObject(u) && typeof u['name'] === 'string' && u['name'] in all(),
    (u, context) => {
      const opened = open(u)
      const known = all()
      if (opened === undefined) return fail(u, context, `${noun}: one of ${Object.keys(known).join(', ')}`)
      const [name, given] = opened
      const found = Object.hasOwn(known, name) ? known[name] : undefined
      if (found === undefined) {
        const near = nearest(name, Object.keys(known))
        const more: Pick<Problem, 'nearest' | 'onKey'> =
          near === undefined ? { onKey: true } : { onKey: true, nearest: near }
        const at = typeof u === 'string' ? context : under(context, name, self, given)
        return E.left([problem(name, at, `${noun}: one of ${Object.keys(known).join(', ')}`, more)])
      }
      const inner = typeof u === 'string' ? context : under(context, name, found.params, given)
      const result = found.params.validate(given ?? {}, inner)
      return E.isLeft(result) ? result : t.success({ name, params: result.right } as Alternatives<C>)
    },
    (a) => {
      const { name, params } = a as Chosen
      return { [name]: all()[name]!.params.encode(params as never) }
    },
  )
  return self
}
