import { describe, expect, test } from 'vitest'
import { imageExtensions, isImageName } from '../../../src/data/folder/imageFile.ts'

describe('isImageName', () => {
  test.each(['a.jpg', 'a.b.JPEG', 'photo.Tiff', '.png'])('%s is one', (name) => expect(isImageName(name)).toBe(true))

  test.each(['a.jpg.txt', 'jpgs', 'a.bmp', 'a.svg', 'png', 'a.', ''])('%s is none', (name) =>
    expect(isImageName(name)).toBe(false),
  )
})

test('the extensions as a message names them', () =>
  expect(imageExtensions).toBe('jpg, jpeg, png, webp, gif, tif, tiff, avif'))
