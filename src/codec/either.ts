import * as E from 'fp-ts/lib/Either.js'
import { type AnyCodec, Codec, fail } from './codec.ts'

/**
 * The first of several codecs that accepts the value (a number or a schedule, one policy or a list).
 *
 * When none does, a member that takes the same kind of value (text, number, list, map) speaks for all, since its message is the useful one.
 */
export const either = <A, B>(expected: string, first: Codec<A>, second: Codec<B>): Codec<A | B> =>
  new Codec<A | B>(
    expected,
    { kind: 'either', members: [first, second] },
    (u): u is A | B => first.is(u) || second.is(u),
    (u, context) => {
      const one = first.validate(u, context)
      if (E.isRight(one)) return one
      const two = second.validate(u, context)
      if (E.isRight(two)) return two
      if (takes(first, u)) return one
      if (takes(second, u)) return two
      return fail(u, context, expected)
    },
    (a) => (first.is(a) ? first.encode(a) : second.encode(a as B)),
  )

const takes = ({ shape }: AnyCodec, u: unknown): boolean => {
  switch (shape.kind) {
    case 'number':
      return typeof u === 'number'
    case 'text':
    case 'choice':
      return typeof u === 'string'
    case 'flag':
      return typeof u === 'boolean'
    case 'list':
      return Array.isArray(u)
    case 'tagged':
      return typeof u === 'string' || (typeof u === 'object' && u !== null && !Array.isArray(u))
    case 'map':
    case 'record':
      return typeof u === 'object' && u !== null && !Array.isArray(u)
    case 'optional':
      return u === null || takes(shape.codec, u)
    case 'either':
      return shape.members.some((member) => takes(member, u))
  }
}
