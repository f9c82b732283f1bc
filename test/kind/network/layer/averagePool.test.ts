import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { averagePool } from '../../../../src/kind/network/layer/averagePool.ts'
import { layerRun } from '../../../support/layerRun.ts'
import { useBackend } from '../../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

test('averages each channel over all positions of its image', () => {
  // Channel 0: (1 + 3 + 5 + 7) / 4 = 4; channel 1: (0 + 0 + 0 + 2) / 4 = 0.5. The second image is 0.
  const images = tf.tensor4d([1, 0, 3, 0, 5, 0, 7, 2, 0, 0, 0, 0, 0, 0, 0, 0], [2, 2, 2, 2])
  expect(averagePool.apply(layerRun({}), images).arraySync()).toEqual([
    [4, 0.5],
    [0, 0],
  ])
  expect(averagePool.declared).toEqual({ parameters: {}, statistics: {} })
})
