import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashOf } from '../../../src/data/file/hashOf.ts'

describe('hashOf', () => {
  test.each([
    // FIPS 180-2, appendix B.1 and B.2, and the hash of nothing
    ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
    [
      'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
      '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
    ],
    ['', 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  ])('of %o', (content, expected) => expect(hashOf(content)).toBe(expected))
})

describe('laws', () => {
  test('a text has the hash of its UTF-8 bytes', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => hashOf(text) === hashOf(new TextEncoder().encode(text))),
      { seed: 35 },
    ))

  test('the hash is 64 hexadecimal digits', () =>
    fc.assert(
      fc.property(fc.uint8Array(), (bytes) => /^[0-9a-f]{64}$/.test(hashOf(bytes))),
      { seed: 36 },
    ))
})
