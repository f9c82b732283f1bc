import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { swish } from '../../../../src/kind/network/layer/swish.ts'
import { available } from '../../../support/available.ts'
import { useBackend } from '../../../support/useBackend.ts'

describe.each(available)('swish on %s', (name) => {
  beforeAll(() => useBackend(name))

  test('is x sigmoid(x)', () => {
    const values = swish(tf.tensor1d([0, Math.log(3), -Math.log(3), 20, -20])).dataSync()
    // sigmoid(ln 3) = 3 / 4 and sigmoid(-ln 3) = 1 / 4.
    const expected = [0, 0.75 * Math.log(3), -0.25 * Math.log(3), 20, 0]
    expected.forEach((value, i) => {
      expect(values[i]).toBeCloseTo(value, 5)
    })
  })

  test('has the gradient s + x s (1 - s), s the sigmoid', () => {
    const [atZero, atLog3] = tf
      .grad((x: tf.Tensor) => tf.sum(swish(x)))(tf.tensor1d([0, Math.log(3)]))
      .dataSync()
    expect(atZero).toBeCloseTo(0.5, 5)
    // 3/4 + ln 3 x 3/4 x 1/4
    expect(atLog3).toBeCloseTo(0.75 + (Math.log(3) * 3) / 16, 5)
  })
})
