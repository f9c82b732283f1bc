import type { AnyCodec, Codec, Unit } from '../codec/index.ts'
import { builtIn } from '../kind/registry.ts'
import { vocabularyOf } from '../kind/vocabulary.ts'

const vocabulary = vocabularyOf(builtIn)

/** The codec of a unit's parameters. If it refers to other kinds, they have the units of Understudy. */
export const paramsOf = <P>({ params }: Pick<Unit<string, unknown, P>, 'params' | 'use'>): Codec<P> =>
  // The type of the unit says that this is the codec of its parameters.
  (typeof params === 'function' ? params(vocabulary as never) : params) as AnyCodec as Codec<P>
