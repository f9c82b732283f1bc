import { describe, expect, test } from 'vitest'
import type { FolderIndex } from '../../../src/data/folder/folderIndex.ts'
import type { LedgerRow } from '../../../src/data/ledger/ledgerRow.ts'
import { keyOf } from '../../../src/prelude/key.ts'
import { imagesOfLedger } from '../../../src/run/sets/imagesOfLedger.ts'
import { sequenceOf } from '../../../src/stream/sequence.ts'
import { resultOf } from '../../support/either.ts'

const folderOf = (folder: string, paths: readonly string[]): FolderIndex => ({
  folder,
  length: paths.length,
  fingerprint: folder,
  skipped: { otherFiles: 0, hidden: 0, linkedFolders: 0, brokenLinks: 0, notFiles: 0, badNames: 0 },
  at: (index) => ({ path: paths[index]!, size: 1, modified: 0 }),
  close: () => {},
})

const image = (index: number, category: number) => ({ file: { set: 'labeled', index, path: `l/${index}` }, category })

/** Of the labeled folder the first image is labeled and the second held back for validation. */
const run = {
  indexes: { labeled: folderOf('l', ['a', 'b', 'c']), unlabeled: folderOf('u', ['a', 'd']) },
  classes: ['cat', 'dog'],
  labeled: sequenceOf([image(0, 1)]),
  validation: sequenceOf([image(1, 0)]),
}

const row = (file: string, label: string, rest: Partial<LedgerRow> = {}): LedgerRow => ({
  file,
  set: null,
  label,
  confidence: 1,
  accepted: true,
  probabilities: null,
  ...rest,
})

const imagesOf = (rows: readonly LedgerRow[], labeledToo = false, classes: readonly string[] | null = null) => {
  const ledger = { file: 'mine.jsonl', classes, length: rows.length, row: (i: number) => rows[i]!, close: () => {} }
  const images = resultOf(imagesOfLedger(ledger, run, { labeledToo }))
  return Array.from({ length: images.length }, (_, i) => images.at(keyOf(1), i))
}

const told = (rows: readonly LedgerRow[], labeledToo = false) =>
  imagesOf(rows, labeledToo).map(({ file, category }) => [file.path, category])

describe('images of a ledger', () => {
  test('are never those that are held back for validation, nor the labeled ones by what the ledger says', () =>
    expect(told(['a', 'b', 'c'].map((file) => row(file, 'cat', { set: 'labeled' })))).toEqual([['l/c', 0]]))

  test('have the true labels of the labeled ones behind them, where these are wanted', () =>
    expect(told([row('a', 'cat', { set: 'labeled' }), row('d', 'cat')], true)).toEqual([
      ['u/d', 0],
      ['l/0', 1],
    ]))

  test('are also copies of labeled ones in the unlabeled folder, by what the ledger says of them', () =>
    expect(told([row('a', 'cat', { set: 'unlabeled' }), row('a', 'cat', { set: 'labeled' })], true)).toEqual([
      ['u/a', 0],
      ['l/0', 1],
    ]))

  test('without a set are looked for in the unlabeled folder first', () =>
    expect(told([row('a', 'dog'), row('c', 'cat')])).toEqual([
      ['u/a', 1],
      ['l/c', 0],
    ]))

  test('come once, by the later row, and only where that is accepted', () =>
    expect(told([row('a', 'cat'), row('d', 'cat'), row('d', 'dog'), row('a', 'cat', { accepted: false })])).toEqual([
      ['u/d', 1],
    ]))

  test('have probabilities in the order of the run, whatever that of the ledger', () =>
    expect(imagesOf([row('d', 'cat', { probabilities: [0.1, 0.9] })], false, ['dog', 'cat'])[0]!.probabilities).toEqual(
      [0.9, 0.1],
    ))
})
