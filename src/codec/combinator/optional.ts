import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { Codec } from '../codec.ts'

/**
 * A value or nothing. Nothing is null, in the file and when decoded. Give its parameter the fallback null.
 *
 * @example
 * import { decode } from '../decode.ts'
 * import { count } from './numbers.ts'
 * decode(optional(count))(null) // => { _tag: 'Right', right: null }
 * decode(optional(count))(3) // => { _tag: 'Right', right: 3 }
 */
export const optional = <A>(codec: Codec<A>): Codec<A | null> =>
  new Codec<A | null>(
    codec.name,
    { kind: 'optional', codec },
    (u): u is A | null => u === null || codec.is(u),
    (u, context) => {
      if (u === null) return t.success(null)
      const result = codec.validate(u, context)
      return E.isLeft(result) ? result : t.success(result.right)
    },
    (a) => (a === null ? null : codec.encode(a)),
  )
