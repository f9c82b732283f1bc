import { describe, expect, test } from 'vitest'
import { splits } from '../../../src/data/split/splits.ts'
import { decodeOrMessages } from '../../support/decoding.ts'

const image = { class: 'cat', file: 'cat/1.png', size: 3, sha256: 'a'.repeat(64) }
const split = {
  version: '1',
  key: '0000000000000003',
  labelsPerClass: 4,
  validationPerClass: 0,
  classes: ['cat'],
  labeled: [image],
  validation: [],
}

describe('splits', () => {
  test('decode what they encode', () => expect(decodeOrMessages(splits, split)).toEqual(split))

  test.each([
    [{ version: '2' }, 'Expected version 1 at version, received "2"'],
    [{ key: '3' }, 'Expected 16 hexadecimal digits at key, received "3"'],
    [{ classes: [] }, 'Expected a list of at least 1 at classes, received []'],
    [{ labeled: [{ ...image, size: -1 }] }, 'Expected a whole number of at least 0 at labeled.0.size, received -1'],
    [{ labeled: [{ ...image, sha256: 'x' }] }, 'Expected a SHA-256 in hexadecimal at labeled.0.sha256, received "x"'],
  ])('refuse %o', (change, message) => expect(decodeOrMessages(splits, { ...split, ...change })).toEqual([message]))
})
