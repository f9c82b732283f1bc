import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type LedgerRow, ledgerRow, writtenRow } from '../../../src/data/ledger/ledgerRow.ts'
import { decodeOrMessages } from '../../support/decoding.ts'

const whole: LedgerRow = {
  file: 'a/b.jpg',
  set: 'labeled',
  label: 'cat',
  confidence: 0.25,
  accepted: false,
  probabilities: [0.25, 0.75],
}

describe('ledgerRow', () => {
  test('fills in what a row leaves out', () =>
    expect(decodeOrMessages(ledgerRow, { file: 'a.jpg', label: 'cat' })).toEqual({
      file: 'a.jpg',
      set: null,
      label: 'cat',
      confidence: 1,
      accepted: true,
      probabilities: null,
    }))

  test.each(['/a.jpg', './a.jpg', '../a.jpg', ''])('refuses the path %o', (file) =>
    expect(decodeOrMessages(ledgerRow, { file, label: 'cat' })).toEqual([
      `Expected a path relative to the folder of its set at file, received "${file}"`,
    ]),
  )

  test.each(['.a.jpg', '..a.jpg', '.../a.jpg', 'a/../b.jpg', 'line\nbreak.jpg'])('takes the path %o', (file) =>
    expect(decodeOrMessages(ledgerRow, { file, label: 'cat' })).toMatchObject({ file }),
  )
})

describe('writtenRow', () => {
  test('writes every field in the order of the format', () =>
    expect(JSON.stringify(writtenRow(whole))).toBe(
      '{"file":"a/b.jpg","set":"labeled","label":"cat","confidence":0.25,"accepted":false,"probabilities":[0.25,0.75]}',
    ))

  test('leaves out a set and probabilities that it does not know', () =>
    expect(JSON.stringify(writtenRow({ ...whole, set: null, probabilities: null }))).toBe(
      '{"file":"a/b.jpg","label":"cat","confidence":0.25,"accepted":false}',
    ))
})

describe('laws', () => {
  const row: fc.Arbitrary<LedgerRow> = fc.record({
    file: fc.constantFrom('a.jpg', 'größe/1.png'),
    set: fc.constantFrom('unlabeled', 'labeled', null),
    label: fc.constantFrom('cat', 'dog'),
    confidence: fc.double({ min: 0, max: 1, noNaN: true }),
    accepted: fc.boolean(),
    probabilities: fc.constantFrom(null, [0.5, 0.5]),
  })

  test('decoding a written row gives the row', () =>
    fc.assert(
      fc.property(row, (one) => {
        expect(decodeOrMessages(ledgerRow, writtenRow(one))).toEqual(one)
      }),
      { seed: 70 },
    ))
})
