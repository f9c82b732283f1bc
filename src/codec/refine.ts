import * as E from 'fp-ts/lib/Either.js'
import { Codec, fail } from './codec.ts'

/** The values of a codec that also fit a condition; `expected` words both. */
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
