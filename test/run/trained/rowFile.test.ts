import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Classified } from '../../../src/run/score/classify.ts'
import { openRowFile, rowsOf } from '../../../src/run/trained/rowFile.ts'
import { folderWith } from '../../support/folder.ts'

const parts = { classes: ['cat', 'dog'], atLeast: 0.75, folder: '/all' }

const batch = (...names: readonly string[]): Classified => ({
  files: names.map((name, index) => ({ set: 'images', index, path: `/all/${name}` })),
  labels: new Int32Array(),
  probabilities: [Float32Array.from(names.flatMap((_, i) => (i % 2 === 0 ? [0.75, 0.25] : [0.5, 0.5])))],
})

test('a label is accepted from the threshold on', () =>
  expect(rowsOf(batch('a.png', 'b/c.png'), parts)).toEqual([
    { file: 'a.png', set: null, label: 'cat', confidence: 0.75, accepted: true, probabilities: [0.75, 0.25] },
    { file: 'b/c.png', set: null, label: 'cat', confidence: 0.5, accepted: false, probabilities: [0.5, 0.5] },
  ]))

test('a new file gets its header once, and grows by a line for each row', () => {
  const out = join(folderWith({}), 'labels.jsonl')
  const first = openRowFile(out, parts, true)
  first.add(batch('a.png', 'b.png'))
  first.add(batch('c.png'))
  expect([first.written(), first.accepted()]).toEqual([3, 2])
  first.close()
  const second = openRowFile(out, parts, false)
  second.add(batch('d.png'))
  expect([second.written(), second.accepted()]).toEqual([1, 1])
  second.close()
  const lines = readFileSync(out, 'utf8').trimEnd().split('\n')
  expect(lines[0]).toBe('{"ledger":1,"classes":["cat","dog"]}')
  expect(lines.slice(1).map((line) => JSON.parse(line).file)).toEqual(['a.png', 'b.png', 'c.png', 'd.png'])
})
