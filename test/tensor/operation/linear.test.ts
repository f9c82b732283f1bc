import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { linear } from '../../../src/tensor/operation/linear.ts'
import { available } from '../../support/available.ts'
import { useBackend } from '../../support/useBackend.ts'

describe.each(available)('linear on %s', (name) => {
  beforeAll(() => useBackend(name))

  test('multiplies rows by the weights, adds the offset, and has the gradients of that', () => {
    tf.tidy(() => {
      const x = tf.tensor2d([1, 2, -1, 0], [2, 2])
      const weights = tf.tensor2d([3, 4, 5, 6], [2, 2])
      const offset = tf.tensor1d([10, 20])
      // 1*3 + 2*5 + 10, 1*4 + 2*6 + 20; -3 + 10, -4 + 20
      expect([...linear(x, weights, offset).dataSync()]).toEqual([23, 36, 7, 16])
      const f = (a: tf.Tensor, b: tf.Tensor, c: tf.Tensor): tf.Tensor =>
        linear(a as tf.Tensor2D, b as tf.Tensor2D, c as tf.Tensor1D)
      const [dx, dWeights, dOffset] = tf.grads(f)([x, weights, offset], tf.tensor2d([1, 0, 0, 2], [2, 2]))
      // dy weights^T: [3, 5] and 2 [4, 6]
      expect([...dx!.dataSync()]).toEqual([3, 5, 8, 12])
      // x^T dy: column 0 takes the first sample, column 1 twice the second
      expect([...dWeights!.dataSync()].map((value) => value + 0)).toEqual([1, -2, 2, 0])
      expect([...dOffset!.dataSync()]).toEqual([1, 2])
    })
  })

  test('refuses an offset of another size', () => {
    expect(() => linear(tf.ones([2, 3]), tf.ones([3, 4]), tf.ones([3]))).toThrow(
      'Expected [to 4] at linear offset, received [3]',
    )
  })
})
