import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { fileFormat } from '../../src/image/fileFormat.ts'

test.each([
  ['plain.jpg', 'jpeg'],
  ['plain.png', 'png'],
  ['wrongExtension.jpg', 'png'],
  ['plain.gif', 'gif'],
  ['plain.webp', 'webp'],
  ['plain.tiff', 'tiff'],
  ['plain.avif', 'avif'],
  ['plain.bmp', 'bmp'],
  ['photo.heic', 'heic'],
  ['drawing.jpg', 'svg'],
  ['document.jpg', 'pdf'],
  ['empty.jpg', 'empty'],
  ['text.jpg', 'unknown'],
])('%s is %s', (name, format) => {
  expect(fileFormat(readFileSync(`fixtures/images/${name}`))).toBe(format)
})

test('one byte of a format is not that format', () => {
  expect(fileFormat(Uint8Array.of(0xff))).toBe('unknown')
  expect(fileFormat(Uint8Array.of(0x89))).toBe('unknown')
})
