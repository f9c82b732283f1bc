// Covers src/backend/onednn/kernels/defineKernel.ts.
import * as tf from '@tensorflow/tfjs-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { backendName, type OneDnnHandle } from '../../../src/backend/onednn/index.ts'
import { declined, defineKernel } from '../../../src/backend/onednn/kernels/defineKernel.ts'
import { openForTests, run } from './compare.ts'

let handle: OneDnnHandle
beforeAll(async () => {
  handle = openForTests()
  await tf.setBackend(backendName)
})
beforeEach(() => handle.resetStatistics())
afterAll(() => handle.unregister())

describe('a registered kernel', () => {
  test('falls back to the copied kernel for other types, and counts that', () => {
    const sum = tf.add(tf.tensor1d([1, 2], 'int32'), tf.tensor1d([3, 4], 'int32'))
    expect([...sum.dataSync()]).toEqual([4, 6])
    expect(handle.statistics().fallbacks).toEqual({ Add: 1 })
  })

  test('fails if there is no copied kernel to fall back to', () => {
    const matrix = tf.ones([2, 2], 'int32')
    expect(() => run('Linear', { x: matrix, weights: matrix, offset: matrix })).toThrow(
      'Expected Linear on float32 tensors without empty extents, received others.',
    )
  })

  test('is timed only while the settings have a clock', () => {
    let now = 0
    handle.settings.clock = () => {
      now += 1.5
      return now
    }
    tf.exp(tf.scalar(1))
    tf.exp(tf.scalar(1))
    handle.settings.clock = null
    tf.exp(tf.scalar(1))
    expect(handle.statistics().times).toEqual({ Exp: { calls: 2, milliseconds: 3 } })
    handle.resetStatistics()
    expect(handle.statistics().times).toEqual({})
  })
})

test('defineKernel passes backend, inputs and attributes on, and returns what the kernel returns', () => {
  const calls: unknown[] = []
  const kernel = defineKernel<{ x: tf.TensorInfo }, { alpha: number }>('Test', (...parameters) => {
    calls.push(parameters)
    return declined
  })
  const inputs = { x: tf.scalar(1) }
  expect(kernel.name).toBe('Test')
  expect(kernel.run(handle.backend, inputs, { alpha: 2 })).toBe(declined)
  expect(calls).toEqual([[handle.backend, inputs, { alpha: 2 }]])
})

describe('the handle', () => {
  test('names our kernels, and not the copied ones', () => {
    expect(handle.ownKernels.has('Conv2D')).toBe(true)
    expect(handle.ownKernels.has('Floor')).toBe(false)
  })

  test('counts primitives and bytes', () => {
    handle.backend.operations.clear()
    const before = handle.statistics().pool.takenBytes
    const y = tf.tidy(() => tf.tanh(tf.zeros([5000])))
    const { operations, pool } = handle.statistics()
    expect(operations).toBe(1)
    expect(pool.takenBytes - before).toBe(4 * 5000)
    y.dispose()
    expect(handle.statistics().pool.takenBytes).toBe(before)
  })

  test('removes backend and kernels on unregister, after which the backend can be registered again', async () => {
    handle.unregister()
    expect(tf.getKernelsForBackend(backendName)).toEqual([])
    expect(tf.findBackend(backendName)).toBeNull()
    handle = openForTests()
    await tf.setBackend(backendName)
    expect(tf.exp(tf.scalar(0)).dataSync()[0]).toBe(1)
  })
})
