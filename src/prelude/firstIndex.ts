/**
 * The first of the indices 0 .. length - 1 that passes the test, by binary search, or `length` if none does.
 *
 * The indices that pass must come after those that do not.
 *
 * @example
 * const sorted = [1, 3, 3, 7]
 * firstIndex(sorted.length, (i) => sorted[i] >= 3) // => 1
 * firstIndex(sorted.length, (i) => sorted[i] > 7) // => 4
 *
 * @param length number of indices, below 2^31
 */
export const firstIndex = (length: number, passes: (index: number) => boolean): number => {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (passes(middle)) high = middle
    else low = middle + 1
  }
  return low
}
