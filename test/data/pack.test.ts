import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type OpenPack, openPack } from '../../src/data/pack.ts'
import { messageOf, resultOf } from '../support/either.ts'
import { folderWith } from '../support/folder.ts'

const request = (change: Partial<OpenPack> = {}): OpenPack => ({
  file: join(folderWith({}), 'images.pack'),
  key: 'size 2',
  size: 5,
  budget: 10_000,
  ...change,
})
const record = (fill: number, size = 5): Uint8Array => new Uint8Array(size).fill(fill)

describe('pack', () => {
  test('returns what was put, across sessions', async () => {
    const where = request()
    const first = resultOf(openPack(where))
    expect(first.get(0)).toBeUndefined()
    await first.put(3, record(9))
    await first.put(0, record(0))
    expect(first.get(3)).toEqual(record(9))
    await first.close()
    const second = resultOf(openPack(where))
    expect([0, 1, 2, 3, 4].map(second.get)).toEqual([record(0), undefined, undefined, record(9), undefined])
    await second.close()
  })

  test('another key or size clears the file', async () => {
    const where = request()
    const first = resultOf(openPack(where))
    await first.put(0, record(1))
    await first.close()
    for (const change of [{ key: 'size 3' }, { size: 6 }]) {
      const other = resultOf(openPack({ ...where, ...change }))
      expect(other.get(0)).toBeUndefined()
      await other.close()
    }
  })

  test('stores no record beyond its budget', async () => {
    // 64 bytes of header, then 8 + 8 bytes per record: 3 records fit into 64 + 50 bytes
    const where = request({ budget: 114 })
    const pack = resultOf(openPack(where))
    expect(pack.capacity).toBe(3)
    await Promise.all(Array.from({ length: 10 }, (_, i) => pack.put(i, record(i))))
    await pack.close()
    expect(statSync(where.file).size).toBe(64 + 3 * 16)
    expect(resultOf(openPack(request({ budget: 0 }))).capacity).toBe(0)
  })

  test('a record of another size is a bug', () =>
    expect(() => resultOf(openPack(request())).put(0, record(1, 4))).toThrow(
      'Expected a record of 5 bytes, received 4',
    ))

  test('closing waits for the records being written', async () => {
    const where = request({ size: 100_000, budget: 1e7 })
    const pack = resultOf(openPack(where))
    for (let i = 0; i < 20; i++) void pack.put(i, record(i, 100_000))
    await pack.close()
    const again = resultOf(openPack(where))
    expect(Array.from({ length: 20 }, (_, i) => again.get(i)?.[99_999])).toEqual(
      Array.from({ length: 20 }, (_, i) => i),
    )
    await again.close()
  })

  test('says why it cannot be opened', () => {
    const folder = folderWith({})
    expect(messageOf(openPack(request({ file: folder })))).toBe(`Could not open ${folder} (${folder}): it is a folder`)
  })
})

describe('laws', () => {
  test('cut or overwritten anywhere, it returns a record as it was put, or nothing', async () => {
    const where = request()
    const pack = resultOf(openPack(where))
    for (let i = 0; i < 10; i++) await pack.put(i, record(i + 1))
    await pack.close()
    const whole = readFileSync(where.file)
    await fc.assert(
      fc.asyncProperty(
        fc.nat({ max: whole.length - 1 }),
        fc.nat({ max: 30 }),
        fc.boolean(),
        async (at, length, cut) => {
          writeFileSync(where.file, whole)
          if (cut) truncateSync(where.file, at)
          else writeFileSync(where.file, Buffer.from(whole).fill(0x55, at, Math.min(whole.length, at + length)))
          const damaged = resultOf(openPack(where))
          const records = Array.from({ length: 10 }, (_, i) => damaged.get(i))
          await damaged.close()
          return records.every((found, i) => found === undefined || Buffer.compare(found, record(i + 1)) === 0)
        },
      ),
      { seed: 33, numRuns: 300 },
    )
  })
})
