// Covers src/testing/accepting.ts.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { count, field, number, reads, record, refine, writes } from '../../src/codec/index.ts'
import { accepting } from '../../src/testing/accepting.ts'
import { arbitrary, arbitraryWritten } from '../../src/testing/index.ts'

const params = record({
  size: field(count, 'pixels'),
  share: field(number({ min: 0, max: 1, open: true }), 'a share', 0.5),
  from: field(reads('image'), 'the image', 'image'),
  to: field(writes('image'), 'the result', 'result'),
})

describe('arbitrary', () => {
  test('is valid', () => {
    fc.assert(
      fc.property(arbitrary(params), (value) => params.is(value)),
      { seed: 2 },
    )
  })

  test('uses fallbacks now and then, and other values too', () => {
    const shares = fc.sample(arbitrary(params), { seed: 2, numRuns: 60 }).map(({ share }) => share)
    expect(shares).toContain(0.5)
    expect(new Set(shares).size).toBeGreaterThan(10)
  })
})

test('a codec that accepts nothing ends the search, and says which', () => {
  const never = refine(count, 'a count of nothing', () => false)
  expect(() => fc.sample(arbitraryWritten(never), { seed: 1, numRuns: 1 })).toThrow(
    'Expected data that are a count of nothing, received 2000 others in a row',
  )
})

test('accepting keeps what is accepted, and counts only refusals in a row', () => {
  const even = accepting(fc.nat(), (n) => n % 2 === 0, 'an even number')
  expect(fc.sample(even, { seed: 1, numRuns: 3000 }).every((n) => n % 2 === 0)).toBe(true)
})
