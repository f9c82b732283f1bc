import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { decodeImage } from '../../src/image/decode.ts'
import { encode } from '../../src/image/encode.ts'
import { probe } from '../../src/image/probe.ts'
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

  test('jpeg is near', async () => {
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

describe('probe', () => {
  test('reads the header only', async () => {
    expect(await probe('fixtures/images/animated.gif')).toEqual(
      E.right({ format: 'gif', channels: 4, frames: 2, width: 16, height: 12 }),
    )
    expect(await probe('fixtures/images/hugeHeader.png')).toEqual(
      E.right({ format: 'png', channels: 3, frames: 1, width: 60000, height: 60000 }),
    )
  })

  test('gives the size after the EXIF orientation', async () => {
    expect(await probe('fixtures/images/orientation6.jpg')).toEqual(
      E.right({ format: 'jpeg', channels: 3, frames: 1, width: 16, height: 12 }),
    )
  })

  test('says why it cannot', async () => {
    expect(await probe('fixtures/images/empty.jpg')).toEqual(
      E.left({
        _tag: 'DataError',
        file: 'fixtures/images/empty.jpg',
        stage: 'probe',
        reason: 'the file is empty',
      }),
    )
  })
})
