import type { Key } from '../../../prelude/key.ts'
import { threefry } from '../../../prelude/threefry.ts'

const levels = 2 ** 16

/**
 * `count` factors: 0 with probability `rate`, else what keeps the expectation at 1.
 *
 * Four factors come from one draw of 64 bits, since a mask of activations has millions; the rate is rounded to a multiple of 2^-16.
 *
 * Law: a longer mask of the same key starts with the shorter one.
 *
 * @param rate 0 to below 1
 */
export const dropMask = (key: Key, count: number, rate: number): Float32Array => {
  const dropped = Math.min(levels - 1, Math.round(rate * levels))
  const kept = levels / (levels - dropped)
  const mask = new Float32Array(count)
  // What is written past the end of a typed array is lost, so the last draw needs no case of its own.
  for (let i = 0; i < count; i += 4) {
    const [a, b] = threefry(key.hi, key.lo, i / 4, 3)
    mask[i] = (a & 0xffff) < dropped ? 0 : kept
    mask[i + 1] = a >>> 16 < dropped ? 0 : kept
    mask[i + 2] = (b & 0xffff) < dropped ? 0 : kept
    mask[i + 3] = b >>> 16 < dropped ? 0 : kept
  }
  return mask
}
