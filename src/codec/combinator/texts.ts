import * as t from 'io-ts'
import { nearest } from '../../prelude/nearest.ts'
import { Codec, fail } from '../codec.ts'

/**
 * Any text, or text that matches a pattern.
 *
 * @param expected the pattern in words, for messages
 */
export const text = (expected = 'text', pattern?: RegExp): Codec<string> => {
  const matches = (u: unknown): u is string => typeof u === 'string' && (pattern === undefined || pattern.test(u))
  return new Codec(
    expected,
    pattern === undefined ? { kind: 'text' } : { kind: 'text', pattern },
    matches,
    (u, c) => (matches(u) ? t.success(u) : fail(u, c, expected)),
    (a) => a,
  )
}

/** True or false. */
export const flag: Codec<boolean> = new Codec(
  'true or false',
  { kind: 'flag' },
  t.boolean.is,
  (u, c) => (typeof u === 'boolean' ? t.success(u) : fail(u, c, 'true or false')),
  (a) => a,
)

/**
 * One of several words.
 *
 * @example
 * import { decode } from '../decode.ts'
 * decode(choice('png', 'jpeg'))('png') // => { _tag: 'Right', right: 'png' }
 * decode(choice('png', 'jpeg'))('jpg').left[0].nearest // => 'jpeg'
 */
export const choice = <const W extends readonly [string, ...string[]]>(...values: W): Codec<W[number]> => {
  const expected = values.length === 1 ? `"${values[0]}"` : `one of ${values.map((v) => `"${v}"`).join(', ')}`
  const known = (u: unknown): u is W[number] => typeof u === 'string' && values.includes(u)
  return new Codec(
    expected,
    { kind: 'choice', values },
    known,
    (u, c) => (known(u) ? t.success(u) : fail(u, c, expected, typeof u === 'string' ? nearest(u, values) : undefined)),
    (a) => a,
  )
}
