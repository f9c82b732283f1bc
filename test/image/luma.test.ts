import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { luma, withChannels } from '../../src/image/luma.ts'
import { pixels, raster } from '../../src/image/raster.ts'

test('luma weighs 0.299, 0.587 and 0.114', () => {
  // 0.299 x 255 = 76.2, 0.587 x 255 = 149.7, 0.114 x 255 = 29.1
  expect([luma(255, 0, 0), luma(0, 255, 0), luma(0, 0, 255)]).toEqual([76, 150, 29])
})

test('law: the luma of gray is the gray', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 255 }), (g) => luma(g, g, g) === g),
    { seed: 5 },
  )
})

test('law: to three channels and back is the identity', () => {
  const gray = pixels(4, 3, 1, (x, y) => 20 * x + y)
  expect(withChannels(1)(withChannels(3)(gray))).toEqual(gray)
  expect(withChannels(1)(gray)).toBe(gray)
  expect(withChannels(3)(raster(1, 1, 1, Uint8Array.of(7))).data).toEqual(Uint8Array.of(7, 7, 7))
})
