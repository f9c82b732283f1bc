import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { meanSquaredError } from '../../../src/kind/loss/meanSquaredError.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

test('is the mean over the classes of the squared difference: p = (3/4, 1/4), q = (1, 0) gives 1/16', () => {
  const received = tf.tidy(() => {
    const target = tf.tensor2d([
      [1, 0],
      [0.75, 0.25],
    ])
    const logits = tf.tensor2d([
      [Math.log(3), 0],
      [Math.log(3), 0],
    ])
    return [...meanSquaredError.perExample({})({ logits, target }).dataSync()]
  })
  expect(received[0]).toBeCloseTo(1 / 16, 6)
  expect(received[1]).toBeCloseTo(0, 6)
})
