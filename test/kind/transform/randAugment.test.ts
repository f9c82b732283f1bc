import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { apply } from '../../../src/augment/apply.ts'
import { drawOf, identity } from '../../../src/augment/draw.ts'
import { type RandOperation, randOperations, standardOperations } from '../../../src/kind/transform/randOperation.ts'
import { drawn, mistakes, rasters, samePixels } from '../../augment/arbitraries.ts'

const size = { width: 32, height: 32 }
const operations = (value: unknown, seeds: number) =>
  Array.from({ length: seeds }, (_, seed) => drawn(value, seed, size).primitives)

describe('randAugment', () => {
  test('chooses each of its operations about equally often', () => {
    const kinds = operations({ randAugment: { count: 1, operations: ['equalize', 'autoContrast'] } }, 1000).map(
      ([first]) => first!.kind,
    )
    // Binomial(1000, 1/2): 500 +- 4 x 15.8.
    expect(Math.abs(kinds.filter((kind) => kind === 'equalize').length - 500)).toBeLessThan(64)
  })

  test('takes a fixed magnitude in both directions', () => {
    const shifts = operations({ randAugment: { count: 1, magnitude: 5, operations: ['translateX'] } }, 50).map(
      ([first]) => (first?.kind === 'warp' ? first.links[0]!.matrix[2] : 0),
    )
    // 0.3 x 5/10 x 32 pixels.
    expect(new Set(shifts)).toEqual(new Set([4.8, -4.8]))
  })

  test('draws magnitudes from the whole range when they are random', () => {
    const shifts = operations({ randAugment: { count: 1, operations: ['translateX'] } }, 400).map(([first]) =>
      first?.kind === 'warp' ? first.links[0]!.matrix[2] : 0,
    )
    expect(Math.min(...shifts)).toBeLessThan(-9)
    expect(Math.max(...shifts)).toBeGreaterThan(9)
    expect(Math.max(...shifts.map(Math.abs))).toBeLessThanOrEqual(9.6)
    expect(new Set(shifts).size).toBe(400)
  })

  test('law: count 0 and probability 0 are the identity', () => {
    expect(drawn({ randAugment: { count: 0 } }, 1, size)).toEqual(identity)
    expect(drawn({ randAugment: { count: 3, probability: 0 } }, 1, size)).toEqual(identity)
  })

  test('law: magnitude 0 is the identity, but for the operations that have none', () => {
    const sized = standardOperations.filter((name) => !['autoContrast', 'equalize'].includes(name))
    fc.assert(
      fc.property(
        fc.nat(),
        (seed) => drawn({ randAugment: { magnitude: 0, operations: sized } }, seed, size).primitives.length === 0,
      ),
      { seed: 55, numRuns: 300 },
    )
  })

  test('law: strength 0 of each operation shows the picture as it is', () => {
    const unsized: readonly RandOperation[] = ['autoContrast', 'equalize', 'invert']
    const sized = Object.entries(randOperations).filter(([name]) => !unsized.some((other) => other === name))
    fc.assert(
      fc.property(rasters, fc.constantFrom(...sized), (image, [, operation]) =>
        samePixels(
          apply(drawOf(...operation(0, { size: image, fill: 127, interpolation: 'bilinear', translate: 0.3 })))(image),
          image,
        ),
      ),
      { seed: 56, numRuns: 300 },
    )
  })

  test('refuses what it cannot take', () => {
    expect(mistakes({ randAugment: { count: 1.5, magnitude: 30, operations: [] } })).toEqual([
      'Expected a whole number of at least 0 at randAugment.count, received 1.5',
      'Expected a number from 0 to 10 at randAugment.magnitude, received 30',
      'Expected a list of at least 1 at randAugment.operations, received []',
    ])
    expect(mistakes({ randAugment: { magnitude: 'randm' } })).toEqual([
      'Expected "random" at randAugment.magnitude, received "randm"; did you mean "random"?',
    ])
  })
})
