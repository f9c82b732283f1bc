import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import type { OneDnnHandle } from '../../../src/backend/onednn/index.ts'
import { noise, openForTests, outputs } from './compare.ts'

let handle: OneDnnHandle
beforeAll(async () => {
  handle = openForTests()
  await tf.setBackend('onednn')
})

/** Trains a convolution, batch norm with relu, pooling, a product and cross-entropy by SGD with momentum. */
const trainer = () => {
  let parameters = [noise([3, 3, 3, 8], 1), tf.ones([8]), tf.zeros([8]), noise([8 * 16, 4], 2)]
  let velocities = parameters.map((p) => tf.zerosLike(p))
  const images = noise([4, 8, 8, 3], 3) as tf.Tensor4D
  const labels = tf.cast(tf.oneHot(tf.tensor1d([0, 1, 2, 3], 'int32'), 4), 'float32')
  const loss = (...[filter, scale, offset, dense]: tf.Tensor[]): tf.Scalar => {
    const x = tf.conv2d(images, filter as tf.Tensor4D, 1, 'same')
    const [y] = outputs(
      'BatchNormTraining',
      { x, scale: scale!, offset: offset! },
      { epsilon: 1e-3, activation: 'relu' },
    )
    const pooled = tf.maxPool(y as tf.Tensor4D, 2, 2, 'valid')
    const logits = tf.matMul(tf.reshape(pooled, [4, 8 * 16]), dense as tf.Tensor2D)
    return tf.mean(outputs('SoftmaxCrossEntropyWithLogits', { logits, labels })[0]!)
  }
  return (): number =>
    tf.tidy(() => {
      const { value, grads } = tf.valueAndGrads(loss)(parameters)
      const inputs = Object.fromEntries(
        parameters.flatMap((p, i) => [
          [`p${i}`, p],
          [`g${i}`, grads[i]!],
          [`v${i}`, velocities[i]!],
        ]),
      )
      const count = parameters.length
      const rule = { count, rate: 0.01, momentum: 0.9, nesterov: true, decay: parameters.map(() => 0) }
      const updated = outputs('SgdUpdate', inputs, rule).map((tensor) => tf.keep(tensor))
      tf.dispose([parameters, velocities])
      parameters = updated.slice(0, count)
      velocities = updated.slice(count)
      return value.dataSync()[0]!
    })
}

describe('memory', () => {
  test('does not grow over 10,000 training steps: tensors, pooled bytes, buffers and primitives stay the same', () => {
    const step = trainer()
    const first = step()
    for (let i = 0; i < 50; i++) step()
    const before = { tensors: tf.memory().numTensors, ...handle.statistics() }
    const resident = process.memoryUsage.rss()
    let last = 0
    for (let i = 0; i < 10_000; i++) last = step()
    const after = { tensors: tf.memory().numTensors, ...handle.statistics() }
    expect(after).toEqual(before)
    expect((process.memoryUsage.rss() - resident) / 2 ** 20).toBeLessThan(64)
    expect(last).toBeLessThan(first / 10)
  }, 120_000)

  test('bounds the primitives over thousands of shapes, and rebuilds evicted ones correctly', () => {
    const lastOf = (length: number): number => tf.tidy(() => tf.elu(tf.fill([length], 3)).dataSync()[length - 1]!)
    for (let i = 0; i < 3000; i++) lastOf(4096 + i)
    expect(handle.statistics().operations).toBeLessThanOrEqual(2048)
    for (const length of [4096, 4097, 7000]) expect(lastOf(length)).toBe(3)
  }, 60_000)
})
