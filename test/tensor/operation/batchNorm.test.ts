import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
// Covers src/tensor/operation/batchNormWith.ts, src/tensor/operation/normSetting.ts.
import { batchNorm } from '../../../src/tensor/operation/batchNorm.ts'
import { batchNormWith } from '../../../src/tensor/operation/batchNormWith.ts'
import type { BatchNormSetting } from '../../../src/tensor/operation/normSetting.ts'
import { available } from '../../support/available.ts'
import { useBackend } from '../../support/useBackend.ts'

type Activation = BatchNormSetting['activation']
const activations: readonly Activation[] = ['none', 'relu', { slope: 0.1 }]
const slopeOf = (activation: Activation): number =>
  activation === 'none' ? 1 : activation === 'relu' ? 0 : activation.slope

describe.each(available)('batchNorm on %s', (name) => {
  beforeAll(() => useBackend(name))

  test('subtracts the mean of the batch and divides by its biased deviation', () => {
    // channel 0: 1, 3 -> mean 2, variance 1; channel 1: 0, 4 -> mean 2, variance 4
    tf.tidy(() => {
      const x = tf.tensor2d([1, 0, 3, 4], [2, 2])
      const { y, mean, variance } = batchNorm(x, tf.tensor1d([2, 1]), tf.tensor1d([0.5, 0]), {
        epsilon: 0,
        activation: 'none',
      })
      expect([...mean.dataSync()]).toEqual([2, 2])
      expect([...variance.dataSync()]).toEqual([1, 4])
      expect([...y.dataSync()]).toEqual([-1.5, -1, 2.5, 1])
    })
  })

  test('has the gradients of the composition, with and without relu, and with a leaky one', () => {
    const x = tf.randomNormal([4, 3, 2, 5], 1, 2, 'float32', 1)
    const scale = tf.randomNormal([5], 1, 0.3, 'float32', 2)
    const offset = tf.randomNormal([5], 0, 0.5, 'float32', 3)
    const weight = tf.randomNormal([4, 3, 2, 5], 0, 1, 'float32', 4)
    for (const activation of activations) {
      const composition = (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor => {
        const mean = tf.mean(x, [0, 1, 2])
        const variance = tf.mean(tf.square(tf.sub(x, mean)), [0, 1, 2])
        const y = tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-3))), scale), offset)
        return tf.sum(tf.mul(tf.leakyRelu(y, slopeOf(activation)), weight))
      }
      const ours = (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor =>
        tf.sum(tf.mul(batchNorm(x, scale, offset, { epsilon: 1e-3, activation }).y, weight))
      const expected = tf.grads(composition)([x, scale, offset])
      const received = tf.grads(ours)([x, scale, offset])
      received.forEach((gradient, i) => {
        expect(tf.max(tf.abs(tf.sub(gradient, expected[i]!))).dataSync()[0]).toBeLessThan(1e-5)
      })
    }
  })

  test('with fixed statistics has the gradients of the composition', () => {
    const x = tf.randomNormal([4, 3, 2, 5], 1, 2, 'float32', 1)
    const scale = tf.randomNormal([5], 1, 0.3, 'float32', 2)
    const offset = tf.randomNormal([5], 0, 0.5, 'float32', 3)
    const mean = tf.randomNormal([5], 0, 1, 'float32', 4)
    const variance = tf.randomUniform([5], 0.5, 2, 'float32', 5)
    for (const activation of activations) {
      const composition = (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor => {
        const y = tf.add(tf.mul(tf.div(tf.sub(x, mean), tf.sqrt(tf.add(variance, 1e-3))), scale), offset)
        return tf.sum(tf.square(tf.leakyRelu(y, slopeOf(activation))))
      }
      const ours = (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor): tf.Tensor =>
        tf.sum(tf.square(batchNormWith(x, { mean, variance }, scale, offset, { epsilon: 1e-3, activation })))
      const expected = tf.grads(composition)([x, scale, offset])
      const received = tf.grads(ours)([x, scale, offset])
      received.forEach((gradient, i) => {
        expect(tf.max(tf.abs(tf.sub(gradient, expected[i]!))).dataSync()[0]).toBeLessThan(1e-3)
      })
    }
  })

  test('has no activation at slope 1, and is relu at slope 0', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([1, 3], [2, 1])
      const statistics = { mean: tf.tensor1d([2]), variance: tf.tensor1d([1]) }
      const [one, zero] = [tf.ones([1]), tf.zeros([1])] as const
      for (const [slope, expected] of [
        [1, [-1, 1]],
        [0.5, [-0.5, 1]],
        [0, [0, 1]],
      ] as const) {
        const setting = { epsilon: 0, activation: { slope } }
        expect([...batchNorm(x, one, zero, setting).y.dataSync()].map((value) => value + 0)).toEqual(expected)
        expect([...batchNormWith(x, statistics, one, zero, setting).dataSync()].map((value) => value + 0)).toEqual(
          expected,
        )
      }
    })
  })

  test('accepts statistics that come from the differentiated pass', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([1, 0, 3, 4], [2, 2])
      const one = tf.ones([2])
      const loss = (x: tf.Tensor): tf.Tensor => {
        const statistics = { mean: tf.add(tf.ones([2]), 1), variance: tf.add(tf.ones([2]), 3) }
        return tf.sum(batchNormWith(x, statistics, one, one, { epsilon: 0, activation: 'relu' }))
      }
      // (x - 2) / 2 + 1 is positive where x > 0: slope 1 / 2 there
      expect([...tf.grad(loss)(x).dataSync()]).toEqual([0.5, 0, 0.5, 0.5])
    })
  })

  test('leaves nothing behind', () => {
    const x = tf.ones([4, 2, 2, 3])
    const scale = tf.ones([3])
    const before = tf.memory().numTensors
    tf.tidy(() => {
      batchNorm(x, scale, scale, { epsilon: 1e-3, activation: 'relu' })
      tf.grads((x: tf.Tensor, s: tf.Tensor) => tf.sum(batchNorm(x, s, s, { epsilon: 1e-3, activation: 'relu' }).y))([
        x,
        scale,
      ])
    })
    expect(tf.memory().numTensors).toBe(before)
  })

  test('refuses a scale of another size', () => {
    expect(() => batchNorm(tf.ones([2, 3]), tf.ones([2]), tf.ones([3]), { epsilon: 1e-3, activation: 'none' })).toThrow(
      'Expected [channels 3] at batchNorm scale, received [2]',
    )
  })
})
