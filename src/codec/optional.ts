import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { Codec } from './codec.ts'

/** A value or nothing, which is written and decoded as null. Give the field that holds it the fallback null. */
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
