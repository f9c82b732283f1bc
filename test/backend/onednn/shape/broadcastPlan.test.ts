import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { broadcastPlan } from '../../../../src/backend/onednn/shape/broadcastPlan.ts'

describe('broadcastPlan', () => {
  test.each([
    { case: 'equal shapes', a: [2, 3], b: [2, 3], out: [2, 3], plan: { extents: [6], strideA: [1], strideB: [1] } },
    { case: 'a scalar', a: [2, 3], b: [], out: [2, 3], plan: { extents: [6], strideA: [1], strideB: [0] } },
    {
      case: 'one number per channel',
      ...{ a: [64, 8, 8, 16], b: [16], out: [64, 8, 8, 16] },
      plan: { extents: [4096, 16], strideA: [16, 1], strideB: [0, 1] },
    },
    {
      case: 'one number per row',
      ...{ a: [5, 4], b: [5, 1], out: [5, 4] },
      plan: { extents: [5, 4], strideA: [4, 1], strideB: [1, 0] },
    },
    {
      case: 'a column and a row',
      ...{ a: [5, 1], b: [1, 4], out: [5, 4] },
      plan: { extents: [5, 4], strideA: [1, 0], strideB: [0, 1] },
    },
    { case: 'two scalars', a: [], b: [1], out: [1], plan: { extents: [], strideA: [], strideB: [] } },
  ])('merges axes: $case', ({ a, b, out, plan }) => {
    expect(broadcastPlan(a, b, out)).toEqual(plan)
  })

  const shapes = fc
    .array(fc.tuple(fc.integer({ min: 1, max: 4 }), fc.constantFrom('neither', 'a', 'b')), { maxLength: 5 })
    .map((axes) => ({
      out: axes.map(([extent]) => extent),
      a: axes.map(([extent, repeats]) => (repeats === 'a' ? 1 : extent)),
      b: axes.map(([extent, repeats]) => (repeats === 'b' ? 1 : extent)),
    }))
  const product = (extents: readonly number[]): number => extents.reduce((x, y) => x * y, 1)
  const reach = (extents: readonly number[], strides: readonly number[]): number =>
    extents.reduce((last, extent, i) => last + (extent - 1) * strides[i]!, 1)

  test('law: keeps the size of the result, and reaches every element of both operands', () =>
    fc.assert(
      fc.property(shapes, ({ a, b, out }) => {
        const { extents, strideA, strideB } = broadcastPlan(a, b, out)
        return (
          product(extents) === product(out) &&
          reach(extents, strideA) === product(a) &&
          reach(extents, strideB) === product(b)
        )
      }),
      { seed: 90 },
    ))
})
