import type { Key } from '../../../prelude/key.ts'
import { threefry } from '../../../prelude/threefry.ts'

const levels = 2 ** 16

/**
 * A mask of `count` factors: 0 with probability `rate`, else 1 / (1 - rate), so that the expectation is 1.
 *
 * - One draw of 64 bits gives four factors, because a mask of activations has millions.
 * - The rate is rounded to a multiple of 2^-16.
 *
 * Law: a longer mask of the same key starts with the shorter one.
 *
 * @example
 * import { keyOf } from '../../../prelude/key.ts'
 * dropMask(keyOf(1), 3, 0) // => Float32Array.of(1, 1, 1)
 *
 * @param rate 0 to below 1
 */
export const dropMask = (key: Key, count: number, rate: number): Float32Array => {
  const dropped = Math.min(levels - 1, Math.round(rate * levels))
  const kept = levels / (levels - dropped)
  const mask = new Float32Array(count)
  // A typed array ignores writes past its end, so the last draw needs no special case.
  for (let i = 0; i < count; i += 4) {
    const [a, b] = threefry(key.hi, key.lo, i / 4, 3)
    mask[i] = (a & 0xffff) < dropped ? 0 : kept
    mask[i + 1] = a >>> 16 < dropped ? 0 : kept
    mask[i + 2] = (b & 0xffff) < dropped ? 0 : kept
    mask[i + 3] = b >>> 16 < dropped ? 0 : kept
  }
  return mask
}
