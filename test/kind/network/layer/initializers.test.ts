import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { constant, fanUniform, heNormal } from '../../../../src/kind/network/layer/initializers.ts'
import { keyOf } from '../../../../src/prelude/key.ts'

const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
const variance = (values: Float32Array): number => mean(values.map((value) => value * value)) - mean(values) ** 2

describe('initializers', () => {
  test('heNormal has mean 0 and variance 2 / fan', () => {
    const values = heNormal(8)(keyOf(1), 50_000)
    // 2 / 8 = 0.25.
    // The mean deviates by sqrt(0.25 / 50,000) = 0.0022, the variance by sqrt(2 / 50,000) = 0.6 %.
    expect(Math.abs(mean(values))).toBeLessThan(0.009)
    expect(Math.abs(variance(values) / 0.25 - 1)).toBeLessThan(0.025)
    // A normal value lies beyond two deviations in 4.6 % of the draws, a uniform one never.
    const beyond = values.filter((value) => Math.abs(value) > 1).length / values.length
    expect(Math.abs(beyond - 0.0455)).toBeLessThan(0.004)
  })

  test('fanUniform has variance 1 / (3 fan)', () => {
    // A uniform value within +-b has the variance b^2 / 3, here 1 / 12 = 0.0833.
    expect(Math.abs(variance(fanUniform(4)(keyOf(2), 50_000)) * 12 - 1)).toBeLessThan(0.02)
  })

  test('law: fanUniform stays within +-1 / sqrt(fan)', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1000 }), fc.nat(), (fan, seed) =>
        fanUniform(fan)(keyOf(seed), 20).every((value) => Math.abs(value) <= Math.fround(1 / Math.sqrt(fan))),
      ),
      { seed: 62 },
    )
  })

  test('constant ignores the key; the others follow it', () => {
    expect([...constant(0.5)(keyOf(1), 3)]).toEqual([0.5, 0.5, 0.5])
    for (const values of [heNormal(2), fanUniform(2)]) {
      expect(values(keyOf(1), 5)).toEqual(values(keyOf(1), 5))
      expect(values(keyOf(1), 5)).not.toEqual(values(keyOf(2), 5))
    }
  })
})
