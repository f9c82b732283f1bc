import { fold, type Key } from './key.ts'
import { threefry } from './threefry.ts'

const rounds = 6

/**
 * A pseudo-random permutation of 0 .. length - 1, evaluated one index at a time in O(1) memory.
 *
 * A balanced Feistel network permutes the smallest even number of bits that covers the range. It runs again
 * until the value falls inside the range, fewer than four times on average. An epoch of a million images is
 * never materialized, and any position can be entered directly.
 *
 * Laws:
 * - A bijection for every key and length.
 * - Deterministic in the key.
 *
 * @example
 * import { keyOf } from './key.ts'
 * const order = permutation(keyOf(7), 4)
 * Array.from([0, 1, 2, 3], order).sort() // => [0, 1, 2, 3]
 *
 * @param length number of indices, 1 to 2^52
 */
export const permutation = (key: Key, length: number): ((index: number) => number) => {
  let half = 2
  while (half * half < length) half *= 2
  const keys = Array.from({ length: rounds }, (_, round) => fold(key, 'permutation', round))
  const once = (index: number): number => {
    let left = Math.floor(index / half)
    let right = index % half
    for (const { hi, lo } of keys) {
      const mixed = threefry(hi, lo, right, 0)[0] % half
      const next = (left ^ mixed) >>> 0
      left = right
      right = next
    }
    return left * half + right
  }
  return (index) => {
    let image = once(index)
    while (image >= length) image = once(image)
    return image
  }
}
