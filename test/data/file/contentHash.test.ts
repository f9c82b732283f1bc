import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { contentHash } from '../../../src/data/file/contentHash.ts'
import { folderWith } from '../../support/folder.ts'

describe('contentHash', () => {
  test.each([
    // FIPS 180-2, appendix B.1, and the hash of nothing
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ])('of %o', (content, expected) => expect(contentHash(join(folderWith({ a: content }), 'a'))).toBe(expected))

  test('of more than one read', () => {
    const content = Buffer.from(Array.from({ length: 600_000 }, (_, i) => (i * i) % 251))
    expect(contentHash(join(folderWith({ a: content }), 'a'))).toBe(createHash('sha256').update(content).digest('hex'))
  })
})
