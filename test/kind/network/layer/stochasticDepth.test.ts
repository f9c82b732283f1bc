import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test, vi } from 'vitest'
import type { Run } from '../../../../src/kind/network/layer/layer.ts'
import { stochasticDepth } from '../../../../src/kind/network/layer/stochasticDepth.ts'
import { type Key, keyOf } from '../../../../src/prelude/key.ts'
import { knownNumbers } from '../../../support/knownNumbers.ts'
import { useBackend } from '../../../support/useBackend.ts'
import { networkOf } from '../../../support/vocabulary.ts'

// The layer itself runs. The spy records how networks call it.
vi.mock('../../../../src/kind/network/layer/stochasticDepth.ts', { spy: true })

beforeAll(() => useBackend('cpu'))

const runOf = (noise: Key | null): Run => {
  const none = (): never => {
    throw new Error('The layer has no variables')
  }
  return { parameter: none, statistic: none, move: none, mode: { normalization: 'batch', noise } }
}

/**
 * The factor by which the layer multiplies the branch of each sample. Fails if the values of a branch
 * disagree.
 */
const kept = (rate: number, noise: Key | null, examples: number): readonly number[] => {
  const branch = knownNumbers([examples, 2, 2, 3], 'branch') as tf.Tensor4D
  const left = tf.div(stochasticDepth('drop', rate).apply(runOf(noise), branch), branch)
  const [least, most] = [tf.min(left, [1, 2, 3]), tf.max(left, [1, 2, 3])].map((each) => [...each.dataSync()])
  expect(Math.max(...most!.map((value, i) => value - least![i]!))).toBeLessThan(1e-6)
  return least!
}

describe('stochasticDepth', () => {
  test('drops the whole branch of a sample, or divides it by 1 - rate: 0 or 4/3', () => {
    const shares = kept(0.25, keyOf(1), 400)
    expect(new Set(shares.map((share) => share.toFixed(5)))).toEqual(new Set(['0.00000', '1.33333']))
    // 400 draws of 0.25: 100 with a deviation of sqrt(400 * 0.25 * 0.75) = 8.7
    expect(Math.abs(shares.filter((share) => share === 0).length - 100)).toBeLessThan(35)
  })

  test('keeps the mean', () => {
    // Each factor is 0 or 2, with a deviation of 1. The mean of 10,000 deviates by 0.01.
    const shares = kept(0.5, keyOf(2), 10_000)
    expect(Math.abs(shares.reduce((a, b) => a + b) / shares.length - 1)).toBeLessThan(0.04)
  })

  test.each([
    ['without noise', 0.5, null],
    ['at rate 0', 0, keyOf(3)],
  ])('is the branch itself %s', (_name, rate, noise) => {
    const branch = knownNumbers([4, 2, 2, 3], 'branch') as tf.Tensor4D
    expect(stochasticDepth('drop', rate).apply(runOf(noise), branch)).toBe(branch)
  })

  test('draws for each block by its name and the key', () => {
    const branch = tf.ones([64, 1, 1, 1]) as tf.Tensor4D
    const drawn = (name: string, seed: number) =>
      [
        ...stochasticDepth(name, 0.5)
          .apply(runOf(keyOf(seed)), branch)
          .dataSync(),
      ].join()
    expect(drawn('one', 1)).toBe(drawn('one', 1))
    expect(new Set([drawn('one', 1), drawn('other', 1), drawn('one', 2)]).size).toBe(3)
  })
})

describe('the rates grow linearly with the blocks', () => {
  /** The rate of each block that a network can drop. */
  const ratesOf = (parameters: unknown): Readonly<Record<string, number>> => {
    vi.mocked(stochasticDepth).mockClear()
    networkOf(parameters, [32, 32, 3], { label: 10 })
    return Object.fromEntries(vi.mocked(stochasticDepth).mock.calls)
  }
  const expectRates = (received: Readonly<Record<string, number>>, expected: Readonly<Record<string, number>>) => {
    expect(Object.keys(received)).toEqual(Object.keys(expected))
    for (const [name, rate] of Object.entries(expected)) expect(received[name]).toBeCloseTo(rate, 12)
  }

  test('EfficientNet B0: 0.2 i / 16, i the block of 16, where it has a shortcut', () => {
    // Stages have 1, 2, 2, 3, 3, 4 and 1 blocks; the first of each, which changes the size, has no shortcut.
    const i = [2, 4, 6, 7, 9, 10, 12, 13, 14]
    const names = [
      '1/block1',
      '2/block1',
      '3/block1',
      '3/block2',
      '4/block1',
      '4/block2',
      '5/block1',
      '5/block2',
      '5/block3',
    ]
    expectRates(
      ratesOf({ efficientNet: { size: 'B0', drop: 0.2 } }),
      Object.fromEntries(names.map((name, n) => [`stage${name}/drop`, (0.2 * i[n]!) / 16])),
    )
  })

  test('wide residual network: a third, two thirds and the whole in three blocks', () =>
    expectRates(ratesOf({ wideResNet: { depth: 10, width: 1, drop: 0.3 } }), {
      'group1/block0/drop': 0.1,
      'group2/block0/drop': 0.2,
      'group3/block0/drop': 0.3,
    }))
})
