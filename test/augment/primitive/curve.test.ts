import { describe, expect, test } from 'vitest'
import { type Curve, curveValue, isSameCurve } from '../../../src/augment/primitive/curve.ts'

describe('curves', () => {
  const at = (curve: Curve, ...values: readonly number[]) => values.map((value) => curveValue(curve, value))

  test('blend goes from a constant through the value, truncates and clamps', () => {
    // 100 + 1.5 x (201 - 100) = 251.5; 100 + 1.5 x (10 - 100) = -35.
    expect(at({ kind: 'blend', toward: 100, factor: 1.5 }, 201, 10, 230, 100)).toEqual([251, 0, 255, 100])
    expect(at({ kind: 'blend', toward: 100, factor: 0 }, 0, 255)).toEqual([100, 100])
    expect(at({ kind: 'blend', toward: 7, factor: 1 }, 0, 128, 255)).toEqual([0, 128, 255])
  })

  test('posterize keeps the highest bits', () => {
    expect(at({ kind: 'posterize', bits: 4 }, 255, 31, 15)).toEqual([240, 16, 0])
    expect(at({ kind: 'posterize', bits: 8 }, 255, 31, 0)).toEqual([255, 31, 0])
    expect(at({ kind: 'posterize', bits: 0 }, 255)).toEqual([0])
  })

  test('solarize inverts from the threshold on', () => {
    expect(at({ kind: 'solarize', threshold: 128 }, 127, 128, 255)).toEqual([127, 127, 0])
    expect(at({ kind: 'solarize', threshold: 256 }, 0, 255)).toEqual([0, 255])
  })

  test('invert, and add below a limit', () => {
    expect(at({ kind: 'invert' }, 0, 255)).toEqual([255, 0])
    expect(at({ kind: 'add', amount: 110, below: 128 }, 0, 127, 128)).toEqual([110, 237, 128])
    expect(at({ kind: 'add', amount: 200, below: 128 }, 100)).toEqual([255])
  })

  test('isSameCurve is true exactly if every value comes back', () => {
    const curves: readonly Curve[] = [
      { kind: 'blend', toward: 3, factor: 1 },
      { kind: 'blend', toward: 3, factor: 0.9 },
      { kind: 'posterize', bits: 8 },
      { kind: 'posterize', bits: 7 },
      { kind: 'solarize', threshold: 256 },
      { kind: 'solarize', threshold: 255 },
      { kind: 'add', amount: 0, below: 128 },
      { kind: 'add', amount: 1, below: 128 },
      { kind: 'invert' },
    ]
    const all = Array.from({ length: 256 }, (_, value) => value)
    expect(curves.map(isSameCurve)).toEqual(
      curves.map((curve) => all.every((value) => curveValue(curve, value) === value)),
    )
  })
})
