import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Curve } from '../../../src/augment/primitive/curve.ts'
import { lookup, tableOf, throughTable } from '../../../src/augment/primitive/lookup.ts'
import { color, row, shown } from '../arbitraries.ts'

const curves: fc.Arbitrary<Curve> = fc.oneof(
  fc.record({
    kind: fc.constant('blend' as const),
    toward: fc.nat({ max: 255 }),
    factor: fc.double({ min: 0, max: 3, noNaN: true }),
  }),
  fc.record({ kind: fc.constant('posterize' as const), bits: fc.integer({ min: 0, max: 8 }) }),
  fc.record({ kind: fc.constant('solarize' as const), threshold: fc.integer({ min: 0, max: 256 }) }),
  fc.constant({ kind: 'invert' as const }),
)

describe('lookup', () => {
  test('applies its curves in order', () => {
    // 10 is inverted to 245, whose four highest bits are 240; 10 posterized is 0, inverted 255.
    expect(shown(lookup({ kind: 'invert' }, { kind: 'posterize', bits: 4 }), row(10))).toEqual([240])
    expect(shown(lookup({ kind: 'posterize', bits: 4 }, { kind: 'invert' }), row(10))).toEqual([255])
  })

  test('treats every channel alike, and without curves changes nothing', () => {
    expect(shown(lookup({ kind: 'invert' }), color(0, 100, 255))).toEqual([255, 155, 0])
    expect(Array.from(tableOf([]))).toEqual(Array.from({ length: 256 }, (_, value) => value))
  })

  test('law: the table of two lists is the one table read through the other', () => {
    fc.assert(
      fc.property(fc.array(curves, { maxLength: 3 }), fc.array(curves, { maxLength: 3 }), (first, second) => {
        const stepwise = new Uint8Array(256)
        throughTable(tableOf(second), row(...tableOf(first)), stepwise)
        return Buffer.from(stepwise).equals(Buffer.from(tableOf([...first, ...second])))
      }),
      { seed: 84 },
    )
  })
})
