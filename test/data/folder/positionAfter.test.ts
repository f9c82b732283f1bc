import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { positionAfter } from '../../../src/data/folder/positionAfter.ts'

const indexOf = (paths: readonly string[]) => ({
  at: (index: number) => ({ path: paths[index]!, size: 1, modified: 2 }),
  close: () => {},
})
const place = (paths: readonly string[], path: string): number => positionAfter(indexOf(paths), paths.length, path)

describe('positionAfter', () => {
  test.each([
    ['a.png', 1],
    ['c.png', 2],
    ['d.png', 3],
    // Paths that are not in the index.
    ['', 0],
    ['b.png', 1],
    ['e.png', 3],
  ])('%o among a, c and d: %d', (path, position) => expect(place(['a.png', 'c.png', 'd.png'], path)).toBe(position))

  test('an empty index has only position 0', () => expect(place([], 'a.png')).toBe(0))
})

describe('laws', () => {
  test('the images before the position are those whose paths are not greater', () =>
    fc.assert(
      fc.property(fc.uniqueArray(fc.string({ maxLength: 3 })), fc.string({ maxLength: 3 }), (paths, path) => {
        const sorted = [...paths].sort()
        return place(sorted, path) === sorted.filter((one) => one <= path).length
      }),
      { seed: 37 },
    ))
})
