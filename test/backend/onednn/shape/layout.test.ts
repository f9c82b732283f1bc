// Covers src/backend/onednn/shape/sizeOf.ts.
import { describe, expect, test } from 'vitest'
import { anyLayout, blockedImage, dense, image, rowMajor } from '../../../../src/backend/onednn/shape/layout.ts'
import { sizeOf } from '../../../../src/backend/onednn/shape/sizeOf.ts'

describe('layouts', () => {
  test('row-major strides count the elements after each axis', () => {
    expect(rowMajor([2, 3, 4])).toEqual([12, 4, 1])
    expect(rowMajor([7])).toEqual([1])
    expect(rowMajor([])).toEqual([])
  })

  test('a dense tensor is float32 unless another type is named', () => {
    expect(dense([2, 3])).toEqual({ dims: [2, 3], type: 'float32', strides: [3, 1] })
    expect(dense([2], 'int32')).toEqual({ dims: [2], type: 'int32', strides: [1] })
  })

  test('an image [2, 3, 4, 5] has dims [n, c, h, w], with strides of either order', () => {
    expect(image([2, 3, 4, 5], true)).toEqual({ dims: [2, 5, 3, 4], type: 'float32', strides: [60, 1, 20, 5] })
    expect(image([2, 3, 4, 5], false, 'bfloat16')).toEqual({
      ...{ dims: [2, 5, 3, 4], type: 'bfloat16', strides: [60, 12, 4, 1] },
    })
  })

  test('blocks and free layouts leave the strides to oneDNN', () => {
    expect(blockedImage([2, 3, 4, 16])).toEqual({ dims: [2, 16, 3, 4], type: 'float32', strides: 'blocked' })
    expect(anyLayout([2, 3], 'bfloat16')).toEqual({ dims: [2, 3], type: 'bfloat16', strides: 'any' })
  })
})

describe('sizeOf', () => {
  test.each([
    [[2, 3, 4], 24],
    [[], 1],
    [[5, 0], 0],
  ])('of shape %j is %d', (shape, size) => {
    expect(sizeOf({ shape })).toBe(size)
  })
})
