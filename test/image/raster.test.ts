import { expect, test } from 'vitest'
import { pixels, raster } from '../../src/image/raster.ts'

test('pixels are row by row, channels interleaved, rounded and clamped', () => {
  const image = pixels(2, 2, 3, (x, y, c) => 100 * x + 10 * y + c + 0.4)
  expect(Array.from(image.data)).toEqual([0, 1, 2, 100, 101, 102, 10, 11, 12, 110, 111, 112])
  expect(Array.from(pixels(3, 1, 1, (x) => [-5, 300, 1.6][x]!).data)).toEqual([0, 255, 2])
})

test('a raster of another length is a bug, and says so', () => {
  expect(() => raster(2, 2, 3, new Uint8Array(11))).toThrow('Expected 2 x 2 x 3 = 12 values, received 11')
})
