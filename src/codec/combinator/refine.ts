import * as E from 'fp-ts/lib/Either.js'
import { Codec, fail } from '../codec.ts'

/**
 * The values of a codec that also meet a condition.
 *
 * @example
 * import { decode } from '../decode.ts'
 * import { count } from './numbers.ts'
 * const even = refine(count, 'an even number', (value) => value % 2 === 0)
 * decode(even)(4) // => { _tag: 'Right', right: 4 }
 * decode(even)(3).left[0].expected // => 'an even number'
 *
 * @param expected the codec and the condition in words, for messages
 */
export const refine = <A>(codec: Codec<A>, expected: string, fits: (value: A) => boolean): Codec<A> =>
  new Codec<A>(
    expected,
    codec.shape,
    (u): u is A => codec.is(u) && fits(u),
    (u, context) => {
      const decoded = codec.validate(u, context)
      return E.isLeft(decoded) || fits(decoded.right) ? decoded : fail(u, context, expected)
    },
    codec.encode,
  )
