import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { lastLine } from '../../../src/data/file/lastLine.ts'
import { folderWith } from '../../support/folder.ts'

test.each([
  { content: '', line: null, left: '' },
  { content: 'torn', line: null, left: '' },
  { content: 'one\n', line: 'one', left: 'one\n' },
  { content: 'one\ntwo\n', line: 'two', left: 'one\ntwo\n' },
  { content: 'one\ntwo\ntor', line: 'two', left: 'one\ntwo\n' },
  {
    content: `${'a'.repeat(70_000)}\n${'b'.repeat(70_000)}\n${'c'.repeat(70_000)}`,
    line: 'b'.repeat(70_000),
    left: `${'a'.repeat(70_000)}\n${'b'.repeat(70_000)}\n`,
  },
])('the last whole line of a file, case %#', ({ content, line, left }) => {
  const file = join(folderWith({ 'rows.jsonl': content }), 'rows.jsonl')
  expect(lastLine(file)).toBe(line)
  expect(readFileSync(file, 'utf8')).toBe(left)
})

test('a file that is not there has no last line', () => {
  expect(lastLine(join(folderWith({}), 'rows.jsonl'))).toBeNull()
})
