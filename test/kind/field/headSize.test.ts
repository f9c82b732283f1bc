import { expect, test } from 'vitest'
import { headSize, pixelsOf } from '../../../src/kind/field/headSize.ts'

test('a head of pixels has one output for each value of an image: 4 * 6 * 3 = 72', () => {
  expect(headSize('pixels', [4, 6, 3])).toBe(72)
  expect(pixelsOf([4, 6, 3])).toBe(72)
})

test('any other size is what it is', () => {
  expect(headSize(10, [4, 6, 3])).toBe(10)
  expect(headSize('classes', [4, 6, 3])).toBe('classes')
})

test('where the image is not known, its values are not counted', () => {
  expect(headSize('pixels', ['height', 6, 3])).toBe('pixels')
  expect(pixelsOf(['height', 6, 3])).toBe('pixels')
})
