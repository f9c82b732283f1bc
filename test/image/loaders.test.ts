import { describe, expect, test } from 'vitest'
import { sharp } from '../../src/image/loaders.ts'

const formatOf = async (name: string): Promise<string> => (await sharp(`fixtures/images/${name}`).metadata()).format

describe('sharp, as configured here', () => {
  test('keeps no operations and uses one thread per image', () => {
    expect(sharp.cache()).toMatchObject({ memory: { max: 0 }, files: { max: 0 }, items: { max: 0 } })
    expect(sharp.concurrency()).toBe(1)
  })

  test.each([
    ['plain.jpg', 'jpeg'],
    ['plain.png', 'png'],
    ['plain.webp', 'webp'],
    ['plain.gif', 'gif'],
    ['plain.tiff', 'tiff'],
    ['plain.avif', 'heif'],
  ])('loads %s', async (name, format) => expect(await formatOf(name)).toBe(format))

  test.each(['drawing.jpg', 'document.jpg'])('does not load %s', (name) =>
    expect(formatOf(name)).rejects.toThrow(/unsupported image format/),
  )
})
