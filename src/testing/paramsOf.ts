import type { AnyCodec, Codec, Unit } from '../codec/index.ts'
import { builtIn } from '../kind/registry.ts'
import { vocabularyOf } from '../kind/vocabulary.ts'

const vocabulary = vocabularyOf(builtIn)

/** The codec of a unit's parameters, with the losses, transforms and schedules of Understudy where it refers to them. */
export const paramsOf = <P>({ params }: Pick<Unit<string, unknown, P>, 'params' | 'use'>): Codec<P> =>
  // The unit was declared with a codec of these parameters.
  (typeof params === 'function' ? params(vocabulary as never) : params) as AnyCodec as Codec<P>
