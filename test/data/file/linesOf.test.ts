import { closeSync, existsSync, openSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { linesOf } from '../../../src/data/file/linesOf.ts'
import { folderWith } from '../../support/folder.ts'

const linesIn = (text: string, limit?: number) => {
  const descriptor = openSync(join(folderWith({ file: text }), 'file'), 'r')
  try {
    return [...linesOf(descriptor, limit)]
  } finally {
    closeSync(descriptor)
  }
}

describe('linesOf', () => {
  test('says where each line stands, in bytes', () => {
    expect(linesIn('größe\n\nb')).toEqual([
      { text: 'größe', start: 0, end: 8, ended: true },
      { text: '', start: 8, end: 9, ended: true },
      { text: 'b', start: 9, end: 10, ended: false },
    ])
  })

  test('an empty file has none', () => expect(linesIn('')).toEqual([]))

  test('reads no byte after the limit', () => {
    expect(linesIn('one\ntwo\n', 0)).toEqual([])
    expect(linesIn('one\ntwo\n', 4)).toEqual([{ text: 'one', start: 0, end: 4, ended: true }])
    expect(linesIn('one\ntwo\n', 6).at(-1)).toEqual({ text: 'tw', start: 4, end: 6, ended: false })
  })

  test.runIf(existsSync('/dev/zero'))('with a limit a file without an end is read too', () => {
    const descriptor = openSync('/dev/zero', 'r')
    expect([...linesOf(descriptor, 3)].map(({ end }) => end)).toEqual([3])
    closeSync(descriptor)
  })

  test('lines longer than a read', () => {
    const long = 'ä'.repeat(400_000)
    expect(linesIn(`a\n${long}\nb\n`).map(({ text, start }) => [text.length, start])).toEqual([
      [1, 0],
      [400_000, 2],
      [1, 800_003],
    ])
  })
})

describe('laws', () => {
  test('the lines, joined again, are the file', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('a', 'ß', '\n', '\r', '𝒳')), (parts) => {
        const lines = linesIn(parts.join(''))
        return lines.map(({ text, ended }) => (ended ? `${text}\n` : text)).join('') === parts.join('')
      }),
      { seed: 61, numRuns: 100 },
    )
  })
})
