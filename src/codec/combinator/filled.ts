import * as E from 'fp-ts/lib/Either.js'
import { InvariantViolation } from '../../prelude/errors.ts'
import type { AnyCodec } from '../codec.ts'

/**
 * Fills in the defaults of data that the program itself wrote.
 *
 * Throws `InvariantViolation` if the codec refuses the data: that is a bug.
 *
 * @example
 * import { probability } from './numbers.ts'
 * import { field, record } from './record.ts'
 * filled(record({ rate: field(probability, 'a rate', 0.5) }), {}) // => { rate: 0.5 }
 */
export const filled = (codec: AnyCodec | ((codecs: never) => AnyCodec), data: unknown): unknown => {
  const known = typeof codec === 'function' ? codec({} as never) : codec
  const decoded = known.decode(data)
  if (E.isRight(decoded)) return decoded.right
  throw new InvariantViolation(`Expected data of its own codec, received ${JSON.stringify(data)}`)
}
