// Covers src/kind/network/layer/initializers.ts.
import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, test } from 'vitest'
import { dropout } from '../../../../src/kind/network/layer/dropout.ts'
import { constant, fanUniform, heNormal } from '../../../../src/kind/network/layer/initializers.ts'
import type { Run } from '../../../../src/kind/network/layer/layer.ts'
import { type Key, keyOf } from '../../../../src/prelude/key.ts'
import { useBackend } from '../../../support/useBackend.ts'

await useBackend('cpu')

const runOf = (noise: Key | null): Run => {
  const none = (): never => {
    throw new Error('The layer has no variables')
  }
  return { parameter: none, statistic: none, move: none, mode: { normalization: 'batch', noise } }
}

const droppedFrom = (rate: number, seed: number, name = 'drop') => [
  ...dropout(name, rate)
    .apply(runOf(keyOf(seed)), tf.ones([40, 50]))
    .dataSync(),
]

describe('dropout', () => {
  test('sets each value to 0 or divides it by 1 - rate: 0 or 4/3, a quarter of them 0', () => {
    const values = droppedFrom(0.25, 1)
    expect(new Set(values.map((value) => value.toFixed(4)))).toEqual(new Set(['0.0000', '1.3333']))
    // 2000 draws of 0.25: 500 with a deviation of sqrt(2000 * 0.25 * 0.75) = 19.4
    expect(Math.abs(values.filter((value) => value === 0).length - 500)).toBeLessThan(78)
  })

  test('keeps the shape', () =>
    expect(dropout('drop', 0.5).apply(runOf(keyOf(1)), tf.ones([2, 3, 4])).shape).toEqual([2, 3, 4]))

  test.each([
    ['without noise', 0.5, null],
    ['at rate 0', 0, keyOf(3)],
  ])('is the value itself %s', (_name, rate, noise) => {
    const x = tf.ones([2, 2])
    expect(dropout('drop', rate).apply(runOf(noise), x)).toBe(x)
  })

  test('draws by name and key', () => {
    expect(droppedFrom(0.5, 1)).toEqual(droppedFrom(0.5, 1))
    expect(droppedFrom(0.5, 1)).not.toEqual(droppedFrom(0.5, 2))
    expect(droppedFrom(0.5, 1)).not.toEqual(droppedFrom(0.5, 1, 'other'))
  })
})

describe('first values', () => {
  const deviationOf = (values: Float32Array) =>
    Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0) / values.length)

  test('by He et al. have the deviation sqrt(2 / fan): 1/2 for a fan of 8', () =>
    // Of 20,000 draws it has a deviation of 0.5 / sqrt(2 * 20,000) = 0.0025.
    expect(Math.abs(deviationOf(heNormal(8)(keyOf(1), 20_000)) - 0.5)).toBeLessThan(0.01))

  test('of a linear layer are uniform within 1 / sqrt(fan): 1/4 for a fan of 16', () => {
    const values = fanUniform(16)(keyOf(1), 20_000)
    expect(Math.max(...values)).toBeLessThanOrEqual(0.25)
    expect(Math.min(...values)).toBeGreaterThanOrEqual(-0.25)
    expect(Math.abs(deviationOf(values) - 0.25 / Math.sqrt(3))).toBeLessThan(0.005)
  })

  test('that are constant are so for any key', () => expect([...constant(1)(keyOf(9), 3)]).toEqual([1, 1, 1]))
})
