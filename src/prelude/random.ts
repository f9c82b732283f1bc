import type { Key } from './key.ts'
import { threefry } from './threefry.ts'

const unit = (hi: number, lo: number): number => ((hi >>> 5) * 2 ** 26 + (lo >>> 6)) / 2 ** 53

/**
 * Draws a number uniformly from [low, high). The same key always gives the same number.
 *
 * @example
 * import { keyOf } from './key.ts'
 * uniform(keyOf(7), 2, 4) // => 2 + 2 * uniform(keyOf(7))
 */
export const uniform = (key: Key, low = 0, high = 1): number => {
  const [hi, lo] = threefry(key.hi, key.lo, 0, 0)
  return low + (high - low) * unit(hi, lo)
}

/**
 * Draws a whole number uniformly from [0, below).
 *
 * @example
 * import { keyOf } from './key.ts'
 * integer(keyOf(7), 6) // => Math.floor(6 * uniform(keyOf(7)))
 *
 * @param below at most 2^53
 */
export const integer = (key: Key, below: number): number => Math.floor(uniform(key) * below)

/**
 * True with the given probability.
 *
 * @example
 * import { keyOf } from './key.ts'
 * chance(keyOf(7), 0) // => false
 * chance(keyOf(7), 1) // => true
 */
export const chance = (key: Key, probability: number): boolean => uniform(key) < probability

/** A fraction of 24 bits, the most that a 32-bit float holds without rounding up to 1. */
const unit32 = (word: number): number => (word >>> 8) / 2 ** 24

/**
 * Draws `count` independent numbers from [low, high), by counter, rounded to 32-bit floats.
 *
 * Law: a longer array of the same key starts with the shorter one.
 *
 * @example
 * import { keyOf } from './key.ts'
 * uniforms(keyOf(7), 5).subarray(0, 3) // => uniforms(keyOf(7), 3)
 */
export const uniforms = (key: Key, count: number, low = 0, high = 1): Float32Array => {
  const out = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    out[i] = low + (high - low) * unit32(threefry(key.hi, key.lo, i, 1)[0])
  }
  return out
}

/**
 * Draws `count` independent standard normal numbers, by counter (Box-Muller).
 *
 * Law: a longer array of the same key starts with the shorter one.
 *
 * @example
 * import { keyOf } from './key.ts'
 * normals(keyOf(7), 4).subarray(0, 3) // => normals(keyOf(7), 3)
 */
export const normals = (key: Key, count: number): Float32Array => {
  const out = new Float32Array(count)
  for (let i = 0; i < count; i += 2) {
    const [a, b] = threefry(key.hi, key.lo, i, 2)
    const radius = Math.sqrt(-2 * Math.log((a + 1) / 2 ** 32))
    const angle = (2 * Math.PI * b) / 2 ** 32
    out[i] = radius * Math.cos(angle)
    if (i + 1 < count) out[i + 1] = radius * Math.sin(angle)
  }
  return out
}
