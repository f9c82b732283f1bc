import * as E from 'fp-ts/lib/Either.js'
import type { Codec } from '../../src/codec/codec.ts'
import { decode } from '../../src/codec/decode.ts'
import { render } from '../../src/prelude/render.ts'

/** The decoded value, or one rendered message per mistake. */
export const decodeOrMessages = <A>(codec: Codec<A>, value: unknown): A | readonly string[] => {
  const decoded = decode(codec)(value)
  return E.isRight(decoded) ? decoded.right : decoded.left.map(render)
}
