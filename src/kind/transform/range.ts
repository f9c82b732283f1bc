import * as E from 'fp-ts/lib/Either.js'
import { Codec, fail, list } from '../../codec/index.ts'
import type { Key } from '../../prelude/key.ts'
import { integer, uniform } from '../../prelude/random.ts'

/** A range from low to high. Equal ends fix the value. */
export type Range = readonly [low: number, high: number]

/** The codec of ranges, written `[low, high]`; fails if low is above high. */
export const range = (end: Codec<number>): Codec<Range> => {
  const expected = `a range [low, high] with each end ${end.name}`
  const isRange = (ends: readonly number[]): ends is Range => ends.length === 2 && ends[0]! <= ends[1]!
  const ends = list(end, 2)
  return new Codec<Range>(
    expected,
    ends.shape,
    (u): u is Range => ends.is(u) && isRange(u),
    (u, context) => {
      const result = ends.validate(u, context)
      if (E.isLeft(result)) return Array.isArray(u) && u.length >= 2 ? result : fail(u, context, expected)
      return isRange(result.right) ? E.right(result.right) : fail(u, context, expected)
    },
    (a) => a,
  )
}

/** Draws a number uniformly from a range. */
export const uniformIn = (key: Key, [low, high]: Range): number => uniform(key, low, high)

/**
 * Draws an offset in whole pixels. Every offset is equally likely, both ends included.
 *
 * @param share largest offset either way, as a share of the length
 */
export const offsetWithin = (key: Key, share: number, length: number): number => {
  const most = Math.round(share * length)
  return integer(key, 2 * most + 1) - most
}
