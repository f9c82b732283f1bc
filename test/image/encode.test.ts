import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { decodeImage } from '../../src/image/decode.ts'
import { encode } from '../../src/image/encode.ts'
import { pixels, type Raster } from '../../src/image/raster.ts'

const rasters = fc
  .record({
    width: fc.integer({ min: 1, max: 9 }),
    height: fc.integer({ min: 1, max: 9 }),
    channels: fc.constantFrom(1 as const, 3 as const),
    seed: fc.nat(),
  })
  .map(({ width, height, channels, seed }) =>
    pixels(width, height, channels, (x, y, c) => Math.imul(seed + 31 * x + 17 * y + 7 * c, 0x9e3779b1) & 255),
  )

const again = async (image: Raster): Promise<Raster | string> => {
  const bytes = await encode({ format: 'png' })(image)
  const { width, height, channels } = image
  const result = await decodeImage({ size: { width, height }, fit: 'fill', channels, pixelLimit: 100 })({
    name: 'png',
    bytes,
  })
  return E.isLeft(result) ? result.left.reason : result.right
}

describe('encode', () => {
  test('law: decode . encode png = identity', async () => {
    await fc.assert(
      fc.asyncProperty(rasters, async (image) => {
        expect(await again(image)).toEqual(image)
      }),
      { seed: 1, numRuns: 40 },
    )
  })

  test('a JPEG differs from a flat color by at most 3', async () => {
    const flat = pixels(16, 16, 3, (_x, _y, c) => [200, 100, 50][c]!)
    const bytes = await encode({ format: 'jpeg', quality: 95 })(flat)
    const result = await decodeImage({ size: flat, fit: 'fill', channels: 3, pixelLimit: 1000 })({
      name: 'jpeg',
      bytes,
    })
    if (E.isLeft(result)) throw new Error(result.left.reason)
    expect(Math.max(...result.right.data.map((value, i) => Math.abs(value - flat.data[i]!)))).toBeLessThanOrEqual(3)
  })
})
