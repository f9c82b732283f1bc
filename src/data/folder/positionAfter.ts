import { firstIndex } from '../../prelude/firstIndex.ts'
import type { IndexFile } from './indexFile.ts'

/**
 * The number of the first image whose path comes after this one. Paths are sorted, so it is a binary search.
 *
 * @example
 * const paths = ['a.png', 'c.png', 'd.png']
 * const index = { at: (i) => ({ path: paths[i], size: 1, modified: 2 }), close: () => {} }
 * positionAfter(index, 3, 'c.png') // => 2
 * positionAfter(index, 3, 'b.png') // => 1
 *
 * @param length number of images in the index
 */
export const positionAfter = (index: IndexFile, length: number, path: string): number =>
  firstIndex(length, (i) => index.at(i).path > path)
