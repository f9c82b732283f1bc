import { describe, expect, test } from 'vitest'
import { ledgerHeader, version, writtenHeader } from '../../../src/data/ledger/ledgerHeader.ts'
import { decodeOrMessages } from '../../support/decoding.ts'

describe('ledgerHeader', () => {
  test('is written with the version first', () =>
    expect(JSON.stringify(writtenHeader(['cat', 'dog']))).toBe('{"ledger":1,"classes":["cat","dog"]}'))

  test('decodes what was written', () =>
    expect(decodeOrMessages(ledgerHeader, writtenHeader(['größe "1"']))).toEqual({
      ledger: version,
      classes: ['größe "1"'],
    }))

  test.each([
    [{ ledger: 0, classes: ['cat'] }, 'Expected a whole number of at least 1 at ledger, received 0'],
    [{ ledger: 1, classes: [] }, 'Expected a list of at least 1 at classes, received []'],
    [{ ledger: 1, classes: [''] }, 'Expected the name of a class at classes.0, received ""'],
  ])('refuses %o', (value, message) => expect(decodeOrMessages(ledgerHeader, value)).toEqual([message]))
})
