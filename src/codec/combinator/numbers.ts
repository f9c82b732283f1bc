import * as t from 'io-ts'
import { Codec, fail } from '../codec.ts'

interface Range {
  readonly min?: number
  readonly max?: number
  /** Whether the range leaves out `max` itself. */
  readonly open?: boolean
  readonly whole?: boolean
}

const describe = (noun: string, { min, max, open }: Range): string => {
  if (min !== undefined && max !== undefined) return `${noun} from ${min} to ${open ? 'below ' : ''}${max}`
  if (min !== undefined) return `${noun} of at least ${min}`
  if (max !== undefined) return `${noun} ${open ? 'below' : 'of at most'} ${max}`
  return noun
}

/**
 * A finite number within a range. The range includes both ends, unless it is `open`.
 *
 * @example
 * import { decode } from '../decode.ts'
 * decode(number({ min: 0 }))(0) // => { _tag: 'Right', right: 0 }
 * number({ min: 0, max: 1, open: true }).name // => 'a number from 0 to below 1'
 * number({ min: 2, whole: true }).name // => 'a whole number of at least 2'
 */
export const number = (range: Range = {}): Codec<number> => {
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, open = false, whole = false } = range
  const expected = describe(whole ? 'a whole number' : 'a number', range)
  const inside = (u: unknown): u is number =>
    typeof u === 'number' &&
    Number.isFinite(u) &&
    u >= min &&
    (open ? u < max : u <= max) &&
    (!whole || Number.isSafeInteger(u))
  return new Codec(
    expected,
    { kind: 'number', min, max, open, whole },
    inside,
    (u, c) => (inside(u) ? t.success(u) : fail(u, c, expected)),
    (a) => a,
  )
}

/** A whole number of at least 1. */
export const count = number({ min: 1, whole: true })

/** A number from 0 to 1. */
export const probability = number({ min: 0, max: 1 })

/** A number of at least 0. */
export const magnitude = number({ min: 0 })
