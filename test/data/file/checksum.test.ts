import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checksum } from '../../../src/data/file/checksum.ts'

const bytes = fc.uint8Array({ minLength: 1, maxLength: 40 })

describe('checksum', () => {
  test('tells lengths of zeros apart', () => {
    const sums = Array.from({ length: 20 }, (_, n) => checksum(new Uint8Array(n), 0))
    expect(new Set(sums).size).toBe(20)
  })
})

describe('laws', () => {
  test('one changed byte changes it', () =>
    fc.assert(
      fc.property(bytes, fc.nat(), fc.integer({ min: 1, max: 255 }), (data, at, by) => {
        const changed = data.map((value, i) => (i === at % data.length ? (value + by) % 256 : value))
        return checksum(data, 5) !== checksum(changed, 5)
      }),
      { seed: 31, numRuns: 1000 },
    ))

  test('so does another seed', () =>
    fc.assert(
      fc.property(bytes, fc.nat({ max: 1000 }), (data, seed) => checksum(data, seed) !== checksum(data, seed + 1)),
      { seed: 32 },
    ))
})
