import { describe, expect, it } from 'vitest'
import { imageExtensions, isImageName } from '../../src/data/imageFile.ts'

describe('isImageName', () => {
  it.each(['a.jpg', 'a.b.JPEG', 'photo.Tiff', '.png'])('%s is one', (name) => expect(isImageName(name)).toBe(true))

  it.each(['a.jpg.txt', 'jpgs', 'a.bmp', 'a.svg', 'png', 'a.', ''])('%s is none', (name) =>
    expect(isImageName(name)).toBe(false),
  )
})

it('the extensions as a message names them', () =>
  expect(imageExtensions).toBe('jpg, jpeg, png, webp, gif, tif, tiff, avif'))
