import { describe, expect, test } from 'vitest'
import { borderIndex, reflect } from '../../../../src/augment/primitive/warp/border.ts'

describe('border', () => {
  test('reflects about the outermost pixel, any number of times', () => {
    // 0 1 2 | 1 0 1 2 1 0
    expect([-4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6].map((i) => reflect(i, 3))).toEqual([0, 1, 2, 1, 0, 1, 2, 1, 0, 1, 2])
    expect([-2, 0, 5].map((i) => reflect(i, 1))).toEqual([0, 0, 0])
    expect(reflect(-0.25, 4)).toBe(0.25)
  })

  test('repeats the edge, or fills', () => {
    expect([-3, 1, 9].map((i) => borderIndex(i, 4, 'edge'))).toEqual([0, 1, 3])
    expect([-3, 1, 9].map((i) => borderIndex(i, 4, 127))).toEqual([-1, 1, -1])
  })
})
