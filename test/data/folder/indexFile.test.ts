import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { openIndexFile, writeIndexFile } from '../../../src/data/folder/indexFile.ts'
import { folderWith } from '../../support/folder.ts'

const file = fc.record({
  path: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }),
  size: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
  modified: fc.nat({ max: Number.MAX_SAFE_INTEGER }),
})

describe('indexFile', () => {
  test('refuses numbers that are not there', () => {
    const folder = folderWith({})
    writeIndexFile(folder, [{ path: 'a', size: 1, modified: 2 }])
    const index = openIndexFile(folder, 1)
    for (const wrong of [-1, 1, Number.NaN]) {
      expect(() => index.at(wrong)).toThrow(`Expected an image number below 1, received ${wrong}`)
    }
    index.close()
  })
})

describe('laws', () => {
  test('returns by number what was written, in any order', () => {
    const folder = folderWith({})
    fc.assert(
      fc.property(fc.array(file, { maxLength: 50 }), (files) => {
        writeIndexFile(folder, files)
        const index = openIndexFile(folder, files.length)
        const read = files.map((_, i) => index.at(files.length - 1 - i)).reverse()
        index.close()
        return JSON.stringify(read) === JSON.stringify(files)
      }),
      { seed: 34 },
    )
  })
})
