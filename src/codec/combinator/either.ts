import * as E from 'fp-ts/lib/Either.js'
import { type AnyCodec, Codec, fail } from '../codec.ts'
import { isObject } from './record.ts'

/**
 * The first of two codecs that accepts the value: a number or a schedule, one policy or a list.
 *
 * If neither accepts it, the message comes from the codec for this sort of value: text, number, list, map.
 * That message helps most. If neither codec is for it, the message is `expected`.
 *
 * @example
 * import { decode } from '../decode.ts'
 * import { list } from './collections.ts'
 * import { count } from './numbers.ts'
 * const sizes = either('a size or a list of sizes', count, list(count))
 * decode(sizes)([1, 2]) // => { _tag: 'Right', right: [1, 2] }
 * decode(sizes)(0).left[0].expected // => 'a whole number of at least 1'
 * decode(sizes)('big').left[0].expected // => 'a size or a list of sizes'
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

/** Whether a codec takes this sort of value, whether or not it accepts the value itself. */
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
      return typeof u === 'string' || isObject(u)
    case 'map':
    case 'record':
      return isObject(u)
    case 'optional':
      return u === null || takes(shape.codec, u)
    case 'either':
      return shape.members.some((member) => takes(member, u))
  }
}
