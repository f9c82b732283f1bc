import { expect, test } from 'vitest'
import { countRows, eachRow, latestRows } from '../../../src/data/ledger/latestRows.ts'
import { ledgerOf } from '../../support/ledger.ts'

const labelsOf = (lines: readonly unknown[]) => {
  const rows = latestRows(ledgerOf(lines))
  const labels = (set: keyof typeof rows) => [...rows[set]].map(([file, { label }]) => `${file} ${label}`)
  expect([...eachRow(rows)]).toHaveLength(countRows(rows))
  return { unlabeled: labels('unlabeled'), labeled: labels('labeled'), either: labels('either') }
}

test('a later row replaces an earlier one of the same image', () => {
  expect(
    labelsOf([
      { file: 'a', label: 'cat' },
      { file: 'b', label: 'cat' },
      { file: 'a', label: 'dog' },
    ]),
  ).toEqual({ unlabeled: [], labeled: [], either: ['a dog', 'b cat'] })
})

test('images of the two sets are not the same', () => {
  expect(
    labelsOf([
      { file: 'a', set: 'unlabeled', label: 'cat' },
      { file: 'a', set: 'labeled', label: 'dog' },
    ]),
  ).toEqual({ unlabeled: ['a cat'], labeled: ['a dog'], either: [] })
})

test('a row without a set belongs to the unlabeled image if there is one, else to the labeled one; the later row counts', () => {
  const labeled = { file: 'b', set: 'labeled', label: 'cat' }
  const both = [
    { file: 'a', set: 'labeled', label: 'cat' },
    { file: 'a', set: 'unlabeled', label: 'cat' },
    { file: 'a', label: 'dog' },
  ]
  expect(labelsOf([...both, labeled, { file: 'b', label: 'dog' }])).toEqual({
    unlabeled: ['a dog'],
    labeled: ['a cat', 'b dog'],
    either: [],
  })
  expect(labelsOf([{ file: 'b', label: 'dog' }, labeled])).toEqual({ unlabeled: [], labeled: ['b cat'], either: [] })
})
