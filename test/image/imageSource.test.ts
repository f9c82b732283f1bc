import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { sourceHead, sourceInput, sourceName } from '../../src/image/imageSource.ts'
import { folderWith } from '../support/folder.ts'

const bytes = Uint8Array.from({ length: 600 }, (_, i) => i % 256)

describe('a file', () => {
  test('is named and opened by its path', () =>
    expect([sourceName('cat/1.jpg'), sourceInput('cat/1.jpg')]).toEqual(['cat/1.jpg', 'cat/1.jpg']))

  test.each([0, 1, 511, 512, 513, 600])('of %d bytes shows its first 512', async (length) => {
    const file = join(folderWith({ image: bytes.subarray(0, length) }), 'image')
    expect(await sourceHead(file)).toEqual(bytes.subarray(0, Math.min(length, 512)))
  })

  test('rejects with the error of the system', () =>
    expect(sourceHead(join(folderWith({}), 'none'))).rejects.toMatchObject({ code: 'ENOENT' }))
})

describe('bytes', () => {
  const source = { name: 'train.tar/7', bytes }

  test('are named by their name and opened as they are', () => {
    expect(sourceName(source)).toBe('train.tar/7')
    expect(sourceInput(source)).toBe(bytes)
  })

  test('show their first 512', async () => {
    expect(await sourceHead(source)).toEqual(bytes.subarray(0, 512))
    expect(await sourceHead({ ...source, bytes: bytes.subarray(0, 3) })).toEqual(Uint8Array.of(0, 1, 2))
  })
})
