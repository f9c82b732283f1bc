import { readFile } from 'node:fs/promises'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { type DecodeRequest, decodeImage } from '../../src/image/decode.ts'
import type { Raster } from '../../src/image/raster.ts'

const file = (name: string): string => `fixtures/images/${name}`

const request: DecodeRequest = { size: { width: 16, height: 12 }, fit: 'cover', channels: 3, pixelLimit: 50_000_000 }

const decoded = async (name: string, change: Partial<DecodeRequest> = {}): Promise<Raster> => {
  const result = await decodeImage({ ...request, ...change })(file(name))
  if (E.isLeft(result)) throw new Error(result.left.reason)
  return result.right
}

const reason = async (source: Parameters<ReturnType<typeof decodeImage>>[0]): Promise<string> => {
  const result = await decodeImage(request)(source)
  return E.isLeft(result) ? result.left.reason : 'decoded'
}

/** The middle pixel of each quadrant: top left, top right, bottom left, bottom right. */
const quadrants = ({ width, height, channels, data }: Raster): readonly (readonly number[])[] =>
  [1, 3].flatMap((row) =>
    [1, 3].map((column) => {
      const start = (Math.floor((row * height) / 4) * width + Math.floor((column * width) / 4)) * channels
      return Array.from(data.subarray(start, start + channels))
    }),
  )

const upright = [
  [255, 0, 0],
  [0, 255, 0],
  [0, 0, 255],
  [255, 255, 255],
]

const furthest = (actual: readonly (readonly number[])[], expected: readonly (readonly number[])[]): number =>
  Math.max(...actual.flatMap((color, i) => color.map((value, c) => Math.abs(value - expected[i]![c]!))))

describe('decodeImage reads', () => {
  test.each(['plain.png', 'plain.webp', 'plain.gif', 'plain.tiff', 'palette.png', 'color16.png', 'wrongExtension.jpg'])(
    '%s exactly',
    async (name) => {
      expect(quadrants(await decoded(name))).toEqual(upright)
    },
  )

  test.each(['plain.jpg', 'upper.JPG', 'progressive.jpg', 'plain.avif'])(
    '%s within the loss of its format',
    async (name) => {
      expect(furthest(quadrants(await decoded(name)), upright)).toBeLessThanOrEqual(3)
    },
  )

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('EXIF orientation %i as the upright picture', async (n) => {
    const picture = await decoded(`orientation${n}.jpg`)
    expect([picture.width, picture.height]).toEqual([16, 12])
    expect(furthest(quadrants(picture), upright)).toBeLessThanOrEqual(3)
  })

  test.each(['animated.gif', 'animated.webp'])('%s as its first frame', async (name) => {
    expect(quadrants(await decoded(name))).toEqual(upright)
  })

  test('gray, 16-bit gray and gray with a palette as three equal channels', async () => {
    const levels = [0, 85, 170, 255].map((g) => [g, g, g])
    expect(quadrants(await decoded('gray.png'))).toEqual(levels)
    expect(quadrants(await decoded('gray16.png'))).toEqual(levels)
    expect(quadrants(await decoded('bilevel.png'))).toEqual([0, 255, 0, 255].map((g) => [g, g, g]))
  })

  test('transparency laid over white: 128/255 of blue and 127/255 of white', async () => {
    expect(quadrants(await decoded('alpha.png'))).toEqual([
      [255, 0, 0],
      [255, 255, 255],
      [127, 127, 255],
      [255, 255, 255],
    ])
    // 170 * 128/255 + 255 * 127/255 = 85.3 + 127 = 212
    expect(quadrants(await decoded('grayAlpha.png'))).toEqual([0, 255, 212, 255].map((g) => [g, g, g]))
  })

  test('CMYK as colors of the same kind', async () => {
    const [red, green, blue, white] = quadrants(await decoded('cmyk.jpg'))
    expect(red![0]! - Math.max(red![1]!, red![2]!)).toBeGreaterThan(100)
    expect(green![1]! - Math.max(green![0]!, green![2]!)).toBeGreaterThan(50)
    expect(blue![2]! - Math.max(blue![0]!, blue![1]!)).toBeGreaterThan(50)
    expect(white).toEqual([255, 255, 255])
  })

  test('one channel as luma: 0.299, 0.587, 0.114 of 255', async () => {
    const picture = await decoded('plain.png', { channels: 1 })
    expect(picture.data).toHaveLength(16 * 12)
    expect(quadrants(picture)).toEqual([[76], [150], [29], [255]])
    expect(quadrants(await decoded('gray.png', { channels: 1 }))).toEqual([[0], [85], [170], [255]])
  })

  test('bytes as well as files', async () => {
    const bytes = await readFile(file('plain.png'))
    expect(await decodeImage(request)({ name: 'memory', bytes })).toEqual(await decodeImage(request)(file('plain.png')))
  })
})

describe('decodeImage fits', () => {
  const square = { width: 12, height: 12 }

  test('cover: cuts the sides', async () => {
    expect(quadrants(await decoded('plain.png', { size: square }))).toEqual(upright)
  })

  test('contain: pads with gray 127', async () => {
    const picture = await decoded('plain.png', { size: { width: 16, height: 16 }, fit: 'contain' })
    expect(Array.from(picture.data.subarray(0, 3))).toEqual([127, 127, 127])
    expect(Array.from(picture.data.subarray((2 * 16 + 2) * 3, (2 * 16 + 2) * 3 + 3))).toEqual([255, 0, 0])
  })

  test('fill: stretches', async () => {
    const picture = await decoded('plain.png', { size: { width: 8, height: 24 }, fit: 'fill' })
    expect([picture.width, picture.height]).toEqual([8, 24])
    expect(quadrants(picture)).toEqual(upright)
  })
})

describe('decodeImage refuses', () => {
  const readable = '(JPEG, PNG, WebP, GIF, TIFF and AVIF can be read)'

  test.each([
    ['empty.jpg', 'the file is empty'],
    ['text.jpg', `it is not an image in a known format ${readable}`],
    ['html.jpg', `it is not an image in a known format ${readable}`],
    ['drawing.jpg', `it is an SVG drawing, not a raster image ${readable}`],
    ['document.jpg', `it is a PDF document, not a raster image ${readable}`],
    ['photo.heic', `a HEIC photo cannot be read here; convert it to JPEG ${readable}`],
    ['plain.bmp', `a BMP picture cannot be read here; convert it to PNG ${readable}`],
    ['truncated.jpg', 'the JPEG data are damaged or cut short (VipsJpeg: premature end of JPEG image)'],
    ['truncated.png', 'the PNG data are damaged or cut short (vipspng: libpng read error)'],
    ['damaged.png', 'the PNG data are damaged or cut short (vipspng: libpng read error)'],
    ['hugeHeader.png', 'the image has 60000 x 60000 = 3600000000 pixels, more than the limit of 50000000 (pixelLimit)'],
    ['missing.jpg', 'the file does not exist'],
    ['', 'it is a folder, not a file'],
  ])('%s', async (name, sentence) => {
    expect(await reason(file(name))).toBe(sentence)
  })

  test('bytes with the same sentences, under their name', async () => {
    const result = await decodeImage(request)({ name: 'train.tar/7', bytes: new Uint8Array(0) })
    expect(result).toEqual(
      E.left({ _tag: 'DataError', file: 'train.tar/7', stage: 'decode', reason: 'the file is empty' }),
    )
  })
})

describe('the pixel limit', () => {
  test('lets an image of exactly the limit pass and refuses one pixel more', async () => {
    expect((await decoded('plain.png', { pixelLimit: 192 })).data).toHaveLength(576)
    await expect(decoded('plain.png', { pixelLimit: 191 })).rejects.toThrow(
      'the image has 16 x 12 = 192 pixels, more than the limit of 191 (pixelLimit)',
    )
  })
})
