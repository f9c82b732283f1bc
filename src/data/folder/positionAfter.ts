import type { IndexFile } from './indexFile.ts'

/** The number of the first image after the one with this path: paths are sorted. */
export const positionAfter = (index: IndexFile, length: number, path: string): number => {
  let [low, high] = [0, length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (index.at(middle).path <= path) low = middle + 1
    else high = middle
  }
  return low
}
