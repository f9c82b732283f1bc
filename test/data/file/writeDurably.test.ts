import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeDurably } from '../../../src/data/file/writeDurably.ts'
import { folderWith } from '../../support/folder.ts'

test('replaces the whole content and leaves nothing beside it', () => {
  const file = join(folderWith({ 'a.json': 'a longer text than the new one', 'a.json.new': 'torn' }), 'a.json')
  writeDurably(file, 'new')
  expect(readFileSync(file, 'utf8')).toBe('new')
  expect(existsSync(`${file}.new`)).toBe(false)
  writeDurably(file, new Uint8Array([104, 105]))
  expect(readFileSync(file, 'utf8')).toBe('hi')
})
