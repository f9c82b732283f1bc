import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { auditLedger } from '../../../src/data/ledger/auditLedger.ts'
import { messageOf, resultOf } from '../../support/either.ts'
import { folderWith } from '../../support/folder.ts'
import { ledgerOf } from '../../support/ledger.ts'

const folder = (...paths: readonly string[]): string => folderWith(Object.fromEntries(paths.map((path) => [path, 'x'])))

const audit = (lines: readonly unknown[], truth: string) =>
  auditLedger({ ledger: ledgerOf(lines), truth, cache: join(folderWith({}), 'index') })

describe('auditLedger', () => {
  test('the last row of each image counts; images without a truth count only for the coverage', async () => {
    const truth = folder('cat/1.png', 'cat/2.png', 'cat/x/5.png', 'dog/3.png', 'dog/y/5.png')
    const lines = [
      { ledger: 1, classes: ['cat', 'dog', 'emu'] },
      { file: 'a/1.png', set: 'unlabeled', label: 'dog', confidence: 0.9, accepted: true },
      { file: 'a/2.png', set: 'unlabeled', label: 'dog', confidence: 0.6, accepted: true },
      { file: 'b/3.png', set: 'unlabeled', label: 'dog', confidence: 0.7, accepted: false },
      { file: 'b/4.png', set: 'unlabeled', label: 'cat', confidence: 0.8, accepted: false },
      { file: 'b/5.png', set: 'unlabeled', label: 'cat', confidence: 0.8, accepted: true },
      // Corrected by hand.
      { file: 'a/1.png', label: 'cat' },
    ]
    const { bins, ...found } = resultOf(await audit(lines, truth))
    const { classes, calibrationError, ...figures } = found
    expect(figures).toEqual({
      images: 5,
      accepted: 3,
      rejected: 2,
      coverage: 3 / 5,
      // 4.png is missing, 5.png is in cat and in dog
      known: 3,
      missing: 1,
      ambiguous: 1,
      // accepted with a truth: 1 is right, 2 is not; 3 is right, but rejected
      precision: 1 / 2,
      accuracy: 2 / 3,
    })
    expect(classes.map((one) => [one.class, one.true, one.predicted, one.right])).toEqual([
      ['cat', 2, 1, 1],
      ['dog', 1, 2, 1],
      ['emu', 0, 0, 0],
    ])
    // confidences 1 (right), 0.6 (wrong), 0.7 (right), each in a bin of its own: (0 + 0.6 + 0.3) / 3
    expect(calibrationError).toBeCloseTo(0.3, 12)
    expect(bins).toHaveLength(10)
  })

  test('refuses a ledger without rows, of other classes, and of other images', async () => {
    const truth = folder('cat/1.png', 'dog/2.png')
    expect(messageOf(await audit([{ ledger: 1, classes: ['cat'] }], truth))).toMatch(
      /^Expected rows in \S+labels\.jsonl, received none$/,
    )
    const cased = ledgerOf([{ file: '1.png', label: 'Cat' }])
    const cache = join(folderWith({}), 'index')
    expect(messageOf(await auditLedger({ ledger: cased, truth, cache }))).toBe(
      `Expected a class of ${cased.file} (Cat) in ${truth}, received cat, dog. Name the class folders as the ledger names its classes`,
    )
    const strange = ledgerOf([{ file: '3.png', label: 'cat' }])
    expect(messageOf(await auditLedger({ ledger: strange, truth, cache }))).toBe(
      `Expected images of ${strange.file} in ${truth}, received none of the same name. ` +
        'The truth is looked up by the names of the files: this is a folder of other images',
    )
    expect(messageOf(await audit([{ file: '1.png', label: 'cat' }], join(truth, 'no')))).toBe(
      `Expected a folder of images at ${truth}/no, received nothing`,
    )
  })
})

describe('laws', () => {
  test('accepted and rejected images are all; so are those with a truth, without one, and the ambiguous ones', async () => {
    const truth = folder('cat/0.png', 'cat/x/1.png', 'dog/y/1.png', 'dog/2.png')
    const file = fc.constantFrom('0.png', 'x/1.png', '1.png', 'x/2.png', 'y/2.png', '3.png')
    const row = fc.record({ file, label: fc.constantFrom('cat', 'dog', 'emu'), accepted: fc.boolean() })
    const known = { file: 'a/0.png', label: 'cat' }
    await fc.assert(
      fc.asyncProperty(fc.array(row), async (rows) => {
        const found = resultOf(await audit([...rows.filter((one) => one.file !== '0.png'), known], truth))
        return (
          found.accepted + found.rejected === found.images &&
          found.known + found.missing + found.ambiguous === found.images &&
          found.bins.reduce((sum, { images }) => sum + images, 0) === found.known
        )
      }),
      { seed: 69, numRuns: 40 },
    )
  })
})
