import * as E from 'fp-ts/lib/Either.js'
import { InvariantViolation } from '../prelude/errors.ts'
import type { AnyCodec } from './codec.ts'

/** Data that a program wrote itself, with the defaults of its codec; a mistake in it is a bug. */
export const filled = (codec: AnyCodec | ((codecs: never) => AnyCodec), data: unknown): unknown => {
  const known = typeof codec === 'function' ? codec({} as never) : codec
  const decoded = known.decode(data)
  if (E.isRight(decoded)) return decoded.right
  throw new InvariantViolation(`Expected data of its own codec, received ${JSON.stringify(data)}`)
}
