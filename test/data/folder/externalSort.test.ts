import { existsSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { externalSort } from '../../../src/data/folder/externalSort.ts'
import { folderWith } from '../../support/folder.ts'

describe('externalSort', () => {
  test('holds line breaks and letters of any alphabet, and cleans up', () => {
    const scratch = join(folderWith({}), 'scratch')
    const sort = externalSort(scratch, 2)
    for (const text of ['zeta', 'a\nb', 'größe', 'a', '日本']) sort.add(text)
    expect([...sort.sorted()]).toEqual(['a', 'a\nb', 'größe', 'zeta', '日本'])
    expect(existsSync(scratch)).toBe(false)
  })
})

describe('laws', () => {
  test('sorts as an array does, for every size of chunk', () => {
    const folder = folderWith({})
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: 'grapheme', maxLength: 2000, size: 'max' }), { maxLength: 60 }),
        fc.integer({ min: 1, max: 70 }),
        (raw, chunk) => {
          const texts = raw.map((text) => text.replaceAll('\0', ''))
          const sort = externalSort(join(folder, 'scratch'), chunk)
          texts.forEach(sort.add)
          return JSON.stringify([...sort.sorted()]) === JSON.stringify([...texts].sort())
        },
      ),
      { seed: 20, numRuns: 60 },
    )
  })
})
