// Covers src/backend/kernel/updateLoops.ts, src/backend/kernel/arrays.ts.
import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { registerUpdateKernels } from '../../../src/backend/kernel/updateKernels.ts'
import { useBackend } from '../../support/useBackend.ts'

/** The outputs of an update of numbers, to six decimal places. */
const updated = (name: string, inputs: Readonly<Record<string, number>>, attributes: object): readonly number[] =>
  tf.tidy(() => {
    const tensors = Object.fromEntries(Object.entries(inputs).map(([letter, value]) => [letter, tf.tensor1d([value])]))
    const outputs = tf.engine().runKernel(name, tensors, attributes as tf.NamedAttrMap) as unknown as tf.Tensor[]
    return outputs.map((output) => Number(output.dataSync()[0]!.toFixed(6)))
  })

describe.each(['cpu', 'wasm'] as const)('update kernels on %s', (backend) => {
  beforeAll(() => useBackend(backend))
  const sgd = { count: 1, rate: 0.1, momentum: 0.9 }
  const adam = { count: 1, rate: 0.1, beta1: 0.9, beta2: 0.99, epsilon: 0, step: 1 }

  test('SgdUpdate: g = 0.5 + 0.25 * 2 = 1, v = 0.9 * 1 + 1 = 1.9, p = 2 - 0.1 * 1.9 = 1.81', () => {
    const attributes = { ...sgd, nesterov: false, decay: [0.25] }
    expect(updated('SgdUpdate', { p0: 2, g0: 0.5, v0: 1 }, attributes)).toEqual([1.81, 1.9])
  })

  test('SgdUpdate with Nesterov: v = 0.9 + 0.5 = 1.4, p = 2 - 0.1 * (0.5 + 0.9 * 1.4) = 1.824', () => {
    const attributes = { ...sgd, nesterov: true, decay: [0] }
    expect(updated('SgdUpdate', { p0: 2, g0: 0.5, v0: 1 }, attributes)).toEqual([1.824, 1.4])
  })

  test('SgdUpdate returns all parameters, then all velocities', () => {
    const attributes = { count: 2, rate: 1, momentum: 0, nesterov: false, decay: [0, 0] }
    const inputs = { p0: 1, p1: 10, g0: 1, g1: 2, v0: 0, v1: 0 }
    expect(updated('SgdUpdate', inputs, attributes)).toEqual([0, 8, 1, 2])
  })

  test('AdamUpdate moves by the rate at step 1: m = 0.05, s = 0.0025, and 0.5 / sqrt(0.25) = 1', () => {
    const attributes = { ...adam, decay: [0], decoupled: false }
    expect(updated('AdamUpdate', { p0: 2, g0: 0.5, m0: 0, s0: 0 }, attributes)).toEqual([1.9, 0.05, 0.0025])
  })

  test('AdamUpdate, coupled decay: g = 0.5 + 0.5 * 2 = 1.5, m = 0.15, s = 0.0225', () => {
    const attributes = { ...adam, decay: [0.5], decoupled: false }
    expect(updated('AdamUpdate', { p0: 2, g0: 0.5, m0: 0, s0: 0 }, attributes)).toEqual([1.9, 0.15, 0.0225])
  })

  test('AdamUpdate, decoupled decay: p = 2 * (1 - 0.1 * 0.5) - 0.1 = 1.8', () => {
    const attributes = { ...adam, decay: [0.5], decoupled: true }
    expect(updated('AdamUpdate', { p0: 2, g0: 0.5, m0: 0, s0: 0 }, attributes)).toEqual([1.8, 0.05, 0.0025])
  })

  test.each([
    [0, 3],
    [0.9, 1.2],
    [1, 1],
  ])('MovingAverage of 1 and 3 with decay %d is %d', (decay, average) => {
    expect(updated('MovingAverage', { a0: 1, x0: 3 }, { count: 1, decay })).toEqual([average])
  })

  test('a second registration changes nothing', () => {
    const kernel = tf.getKernel('SgdUpdate', backend)
    registerUpdateKernels(backend)
    expect(tf.getKernel('SgdUpdate', backend)).toBe(kernel)
  })
})
