import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { writeFolderDurably } from '../../../src/data/file/writeFolderDurably.ts'
import { folderWith } from '../../support/folder.ts'

describe('writeFolderDurably', () => {
  test('writes every file, and leaves nothing beside the folder', () => {
    const root = folderWith({})
    writeFolderDurably(join(root, 'one'), { a: 'text', b: new Uint8Array([1, 2]) })
    expect(readFileSync(join(root, 'one', 'a'), 'utf8')).toBe('text')
    expect([...readFileSync(join(root, 'one', 'b'))]).toEqual([1, 2])
    expect(readdirSync(root)).toEqual(['one'])
  })

  test('replaces a folder of that name as a whole', () => {
    const root = folderWith({ 'one/old': 'x' })
    writeFolderDurably(join(root, 'one'), { new: 'y' })
    expect(readdirSync(join(root, 'one'))).toEqual(['new'])
  })

  test('keeps the old folder when a file cannot be written', () => {
    const root = folderWith({ 'one/old': 'x' })
    expect(() => writeFolderDurably(join(root, 'one'), { 'missing/file': 'y' })).toThrow('ENOENT')
    expect([readdirSync(join(root, 'one')), existsSync(join(root, 'one.new'))]).toEqual([['old'], false])
  })
})
