import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import koffi from 'koffi'
import { beforeAll, describe, expect, test } from 'vitest'
import type { OneDnnHandle } from '../../../../src/backend/onednn/index.ts'
import { createBufferPool, type PooledBuffer } from '../../../../src/backend/onednn/memory/bufferPool.ts'
import { hugePage } from '../../../../src/backend/onednn/memory/hugePages.ts'
import { createOperationCache } from '../../../../src/backend/onednn/operation/operationCache.ts'
import { noise, openForTests, outputs } from '../compare.ts'

let handle: OneDnnHandle
beforeAll(async () => {
  handle = openForTests()
  await tf.setBackend('onednn')
})

/**
 * A convolution, batch norm with relu, pooling, a product and cross-entropy, updated by SGD with momentum.
 */
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
  test('is flat over 10,000 training steps: tensors, pooled bytes, buffers and primitives to the unit', () => {
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

  test('keeps the primitives bounded over thousands of shapes, and what is built again after eviction is right', () => {
    const lastOf = (length: number): number => tf.tidy(() => tf.elu(tf.fill([length], 3)).dataSync()[length - 1]!)
    for (let i = 0; i < 3000; i++) lastOf(4096 + i)
    expect(handle.statistics().operations).toBeLessThanOrEqual(2048)
    for (const length of [4096, 4097, 7000]) expect(lastOf(length)).toBe(3)
  }, 60_000)
})

describe('the buffer pool', () => {
  test('gives out aligned buffers that nobody else holds, and never keeps more than its limit', () =>
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 1, max: 40 }), fc.nat())), (actions) => {
        const limit = 2000
        const pool = createBufferPool(limit)
        const held: PooledBuffer[] = []
        return actions.every(([take, length, which]) => {
          if (take || held.length === 0) {
            const buffer = pool.take(length * 16)
            const fresh = !held.includes(buffer) && buffer.address % 64 === 0 && buffer.byteLength === length * 16
            held.push(buffer)
            return fresh
          }
          pool.give(held.splice(which % held.length, 1)[0]!)
          return pool.freeBytes() <= limit && pool.takenBytes() === held.reduce((sum, b) => sum + b.byteLength, 0)
        })
      }),
      { seed: 30, numRuns: 200 },
    ))

  test('starts large buffers at a huge page, and every byte of them is there', () => {
    const pool = createBufferPool(0)
    for (const byteLength of [hugePage, hugePage + 4, 3 * hugePage - 4]) {
      const { address, bytes, float32 } = pool.take(byteLength)
      expect(address % hugePage).toBe(0)
      bytes.fill(1)
      expect(bytes.length).toBe(byteLength)
      expect(bytes.every((byte) => byte === 1)).toBe(true)
      expect(Number(koffi.address(float32))).toBe(address)
    }
    expect(pool.take(hugePage - 4).address % 64).toBe(0)
  })
})

describe('the cache of primitives', () => {
  test('builds what is absent once, never exceeds its limit, and destroys each value that leaves exactly once', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(40), { maxLength: 300 }), (keys) => {
        const cache = createOperationCache(16)
        const built: { destroyed: number }[] = []
        const bounded = keys.every((key) => {
          cache.get(`${key}`, () => {
            const entry = { destroyed: 0 }
            built.push(entry)
            return { used: 0, destroy: () => void entry.destroyed++ }
          })
          return cache.size() <= 16
        })
        const alive = built.filter(({ destroyed }) => destroyed === 0).length
        const kept = cache.size()
        cache.clear()
        return bounded && alive === kept && built.every(({ destroyed }) => destroyed === 1)
      }),
      { seed: 31, numRuns: 100 },
    ))

  test('never evicts the value that was used last', () =>
    fc.assert(
      fc.property(fc.array(fc.nat(40), { minLength: 2, maxLength: 300 }), (keys) => {
        const cache = createOperationCache(16)
        const alive = new Map<number, boolean>()
        const used = (key: number): void => {
          cache.get(`${key}`, () => {
            alive.set(key, true)
            return { used: 0, destroy: () => void alive.set(key, false) }
          })
        }
        return keys.every((key, i) => {
          used(key)
          return alive.get(key) === true && (i === 0 || alive.get(keys[i - 1]!) === true)
        })
      }),
      { seed: 32, numRuns: 100 },
    ))
})
