import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { dense } from '../../../../src/kind/network/layer/dense.ts'
import { constant } from '../../../../src/kind/network/layer/initializers.ts'
import { keyOf } from '../../../../src/prelude/key.ts'
import { layerRun } from '../../../support/layerRun.ts'
import { useBackend } from '../../../support/useBackend.ts'

describe('dense', () => {
  beforeAll(() => useBackend('cpu'))

  test('is x W + b', () => {
    const run = layerRun({ 'd/kernel': tf.tensor2d([[3], [5]]), 'd/bias': tf.tensor1d([10]) })
    // 1 x 3 + 2 x 5 + 10 = 23; -3 + 10 = 7.
    expect(
      dense('d', 2, 1)
        .apply(
          run,
          tf.tensor2d([
            [1, 2],
            [-1, 0],
          ]),
        )
        .arraySync(),
    ).toEqual([[23], [7]])
  })

  test('declares a kernel within +-1 / sqrt(from), and a bias of 0', () => {
    const { parameters } = dense('d', 16, 4).declared
    expect(Object.entries(parameters).map(([name, { shape, kind }]) => [name, shape, kind])).toEqual([
      ['d/kernel', [16, 4], 'kernel'],
      ['d/bias', [4], 'bias'],
    ])
    const largest = Math.max(...parameters['d/kernel']!.values(keyOf(1), 2000).map(Math.abs))
    expect(largest).toBeLessThanOrEqual(0.25)
    expect(largest).toBeGreaterThan(0.24)
    expect([...parameters['d/bias']!.values(keyOf(1), 4)]).toEqual([0, 0, 0, 0])
    expect([...dense('d', 1, 2, constant(7)).declared.parameters['d/kernel']!.values(keyOf(1), 2)]).toEqual([7, 7])
  })
})
