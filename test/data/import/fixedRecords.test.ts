import { Readable } from 'node:stream'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fixedRecords } from '../../../src/data/import/fixedRecords.ts'

const cut = async (chunks: readonly Uint8Array[], header: number, size: number): Promise<readonly number[][]> => {
  const records: number[][] = []
  for await (const record of fixedRecords(Readable.from(chunks), header, size)) records.push([...record])
  return records
}

describe('fixedRecords', () => {
  test('skips the header and leaves out a torn record', async () =>
    expect(await cut([Uint8Array.of(9, 9, 9, 1), Uint8Array.of(2, 3, 4, 5)], 3, 2)).toEqual([
      [1, 2],
      [3, 4],
    ]))

  test('nothing gives nothing', async () => expect(await cut([], 3, 2)).toEqual([]))
})

describe('laws', () => {
  test('records do not depend on where the stream is broken into pieces', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.uint8Array({ minLength: 1, maxLength: 9 })),
        fc.nat({ max: 12 }),
        fc.integer({ min: 1, max: 7 }),
        async (pieces, header, size) =>
          JSON.stringify(await cut(pieces, header, size)) ===
          JSON.stringify(await cut([Uint8Array.from(pieces.flatMap((piece) => [...piece]))], header, size)),
      ),
      { seed: 40 },
    ))
})
