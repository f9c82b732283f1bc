// Covers src/data/ledger/checkLine.ts.
import { appendFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { decode } from '../../../src/codec/index.ts'
import { checkRow } from '../../../src/data/ledger/checkLine.ts'
import { writtenHeader } from '../../../src/data/ledger/ledgerHeader.ts'
import { type LedgerRow, ledgerRow, writtenRow } from '../../../src/data/ledger/ledgerRow.ts'
import { type Ledger, openLedger } from '../../../src/data/ledger/openLedger.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'

const fileWith = (text: string): string => join(folderWith({ 'labels.jsonl': text }), 'labels.jsonl')

const rowsOf = ({ length, row }: Ledger): readonly LedgerRow[] => Array.from({ length }, (_, i) => row(i))

const read = (file: string) => {
  const ledger = resultOf(openLedger(file))
  try {
    return { classes: ledger.classes, rows: rowsOf(ledger) }
  } finally {
    ledger.close()
  }
}

const header = '{"ledger":1,"classes":["cat","dog"]}\n'

describe('openLedger', () => {
  test('reads what a run wrote', () => {
    const row =
      '{"file":"a/b.jpg","set":"unlabeled","label":"cat","confidence":0.93,"accepted":false,"probabilities":[0.93,0.07]}'
    expect(read(fileWith(`${header}${row}\n`))).toEqual({
      classes: ['cat', 'dog'],
      rows: [
        {
          file: 'a/b.jpg',
          set: 'unlabeled',
          label: 'cat',
          confidence: 0.93,
          accepted: false,
          probabilities: [0.93, 0.07],
        },
      ],
    })
  })

  test('fills in what a file written by hand leaves out; empty lines, Windows line breaks and a missing last one do no harm', () => {
    const filled = { set: null, confidence: 1, accepted: true, probabilities: null }
    expect(read(fileWith('{"file":"größe.jpg","label":"cat"}\r\n\r\n{"file":"b.jpg","label":"dog"}'))).toEqual({
      classes: null,
      rows: [
        { ...filled, file: 'größe.jpg', label: 'cat' },
        { ...filled, file: 'b.jpg', label: 'dog' },
      ],
    })
  })

  test('keeps every row in order, including those that a later one replaces', () => {
    const rows = ['cat', 'dog'].map((label) => `{"file":"a.jpg","label":"${label}"}\n`).join('')
    expect(read(fileWith(rows)).rows.map(({ label }) => label)).toEqual(['cat', 'dog'])
  })

  test('an empty file has no rows', () => {
    expect(read(fileWith(''))).toEqual({ classes: null, rows: [] })
    expect(read(fileWith(header))).toEqual({ classes: ['cat', 'dog'], rows: [] })
  })

  test('does not see rows added while it is open', () => {
    const file = fileWith('{"file":"a.jpg","label":"cat"}')
    const ledger = resultOf(openLedger(file))
    appendFileSync(file, '\n{"file":"b.jpg","label":"cat"}\n')
    expect(rowsOf(ledger).map(({ file: name }) => name)).toEqual(['a.jpg'])
    expect(() => ledger.row(1)).toThrow('Expected a row number below 1, received 1')
    ledger.close()
  })

  test.each<readonly [string, string]>([
    [
      '{"file":"a.jpg","label":"cat"',
      'Expected a JSON object, received "{\\"file\\":\\"a.jpg\\",\\"label\\":\\"cat\\""',
    ],
    ['3', 'Expected a record of file, set, label, confidence, accepted, probabilities, received 3'],
    [
      '{"file":"a.jpg","lable":"cat"}',
      'Expected one of the keys file, set, label, confidence, accepted, probabilities at lable, received "lable"; ' +
        'did you mean "label"?; Expected the name of a class at label, received nothing',
    ],
    ['{"file":"a.jpg","label":""}', 'Expected the name of a class at label, received ""'],
    ['{"file":"a.jpg","label":0}', 'Expected the name of a class at label, received 0'],
    [
      '{"file":"a.jpg","label":"cta"}',
      'Expected one of the 2 classes of the first line at label, received "cta"; did you mean "cat"?',
    ],
    ['{"file":"a.jpg","label":"horse"}', 'Expected one of the 2 classes of the first line at label, received "horse"'],
    ...['/home/a.jpg', './a.jpg', '../a.jpg', ''].map((file): readonly [string, string] => [
      `{"file":"${file}","label":"cat"}`,
      `Expected a path relative to the folder of its set at file, received "${file}"`,
    ]),
    ['{"file":"a.jpg","label":"cat","set":"test"}', 'Expected one of "unlabeled", "labeled" at set, received "test"'],
    ['{"file":"a.jpg","label":"cat","confidence":1.5}', 'Expected a number from 0 to 1 at confidence, received 1.5'],
    ['{"file":"a.jpg","label":"cat","confidence":-0.1}', 'Expected a number from 0 to 1 at confidence, received -0.1'],
    ['{"file":"a.jpg","label":"cat","accepted":1}', 'Expected true or false at accepted, received 1'],
    [
      '{"file":"a.jpg","label":"cat","probabilities":[1]}',
      'Expected 2 numbers, one for each class at probabilities, received 1',
    ],
    [
      '{"file":"a.jpg","label":"cat","probabilities":[0.5,0.498]}',
      'Expected numbers with the sum 1, give or take 0.001 at probabilities, received the sum 0.998',
    ],
    [
      '{"file":"a.jpg","label":"cat","probabilities":[1.2,-0.2]}',
      'Expected a number from 0 to 1 at probabilities.0, received 1.2; Expected a number from 0 to 1 at probabilities.1, received -0.2',
    ],
    [
      '{"ledger":1,"classes":["cat","dog"]}',
      'Expected one of the keys file, set, label, confidence, accepted, probabilities at ledger, received "ledger"; ' +
        'Expected one of the keys file, set, label, confidence, accepted, probabilities at classes, received "classes"; ' +
        'Expected a path relative to the folder of its set at file, received nothing; ' +
        'Expected the name of a class at label, received nothing',
    ],
  ])('refuses %s', (line, message) => {
    const file = fileWith(`${header}{"file":"0.jpg","label":"dog"}\n\n${line}\n{"broken\n`)
    expect(messageOf(openLedger(file))).toBe(`${file}:4: ${message}`)
  })

  test.each([
    ['{"ledger":2,"classes":["cat"]}', 'Expected version 1 of the format at ledger, received 2'],
    ['{"ledger":1}', 'Expected a list of at least 1 at classes, received nothing'],
    ['{"classes":["cat"]}', 'Expected a whole number of at least 1 at ledger, received nothing'],
    ['{"ledger":1,"classes":[]}', 'Expected a list of at least 1 at classes, received []'],
    [
      '{"ledger":1,"clases":["cat"]}',
      'Expected one of the keys ledger, classes at clases, received "clases"; did you mean "classes"?; ' +
        'Expected a list of at least 1 at classes, received nothing',
    ],
    ['{"ledger":1,"classes":["cat","dog","cat"]}', 'Expected each class once at classes, received "cat" twice'],
    [
      '{"file":"a.jpg","label":"cat","probabilities":[1]}',
      'Expected none where no first line names the classes at probabilities, received [1]',
    ],
  ])('refuses %s as the first line', (line, message) => {
    const file = fileWith(`${line}\n`)
    expect(messageOf(openLedger(file))).toBe(`${file}:1: ${message}`)
  })

  test('sums within a thousandth of 1 pass', () => {
    const rows = ['[0.5,0.4995]', '[0.5,0.5005]'].map((p) => `{"file":"a","label":"cat","probabilities":${p}}\n`)
    expect(read(fileWith(header + rows.join(''))).rows).toHaveLength(2)
  })

  test('says why it cannot be read', () => {
    const folder = folderWith({})
    expect(messageOf(openLedger(join(folder, 'no')))).toBe(
      `Could not read the ledger ${folder}/no (${folder}/no): nothing is there`,
    )
    expect(messageOf(openLedger(folder))).toBe(`Could not read the ledger ${folder}: it is a folder`)
  })
})

const classes = ['cat', 'dog', 'größe "1"']

const row: fc.Arbitrary<LedgerRow> = fc.record({
  file: fc.string({ minLength: 1, unit: 'grapheme' }).filter((file) => !/^\.{0,2}\//.test(file)),
  set: fc.constantFrom('unlabeled', 'labeled', null),
  label: fc.constantFrom(...classes),
  confidence: fc.double({ min: 0, max: 1, noNaN: true }),
  accepted: fc.boolean(),
  probabilities: fc.constantFrom(null, [0.2, 0.3, 0.5], [0, 1, 0]),
})

const plain = (rows: readonly LedgerRow[]) => JSON.stringify(rows.map(writtenRow))

describe('laws', () => {
  const file = fileWith
  const written = (rows: readonly LedgerRow[]) =>
    [writtenHeader(classes), ...rows.map(writtenRow)].map((line) => `${JSON.stringify(line)}\n`).join('')

  test('what was written is read', () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => plain(read(file(written(rows))).rows) === plain(rows)),
      { seed: 62, numRuns: 100 },
    )
  })

  test('cut at any byte behind the first line, it holds the rows that are whole', () => {
    const rows = fc.sample(row, { seed: 63, numRuns: 12 })
    const bytes = Buffer.from(written(rows))
    const path = file('')
    const first = bytes.indexOf('\n') + 1
    fc.assert(
      fc.property(fc.integer({ min: first, max: bytes.length }), (cut) => {
        writeFileSync(path, bytes.subarray(0, cut))
        const whole =
          bytes
            .subarray(first, cut + 1)
            .toString('latin1')
            .split('\n').length - 1
        return plain(read(path).rows) === plain(rows.slice(0, whole))
      }),
      { seed: 64, numRuns: 200 },
    )
  })

  test('the quick check accepts a value only if the codec does, and gives the same row', () => {
    const value = fc.oneof(
      fc.constantFrom(null, 0, 1, 0.5, 2, true, 'cat', '', 'labeled', [1, 0, 0]),
      fc.array(fc.double({ min: -0.1, max: 1.1 }), { maxLength: 3 }),
    )
    const names = [...Object.keys(ledgerRow.fields), 'lable', '__proto__']
    const pairs = fc.uniqueArray(fc.tuple(fc.constantFrom(...names), value), { selector: ([name]) => name })
    fc.assert(
      fc.property(fc.boolean(), pairs, (named, some) => {
        const must = named
          ? [
              ['file', 'a'],
              ['label', 'cat'],
            ]
          : []
        const line = JSON.parse(JSON.stringify(Object.fromEntries([...some, ...must])))
        const bare: unknown = line.probabilities === undefined ? line : { ...line, probabilities: null }
        const [checked, decoded] = [checkRow(bare, null), decode(ledgerRow)(bare)]
        return E.isLeft(checked)
          ? E.isLeft(decoded)
          : E.isRight(decoded) && plain([checked.right]) === plain([decoded.right])
      }),
      { seed: 65, numRuns: 1000 },
    )
  })
})
