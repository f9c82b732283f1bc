// Covers src/backend/onednn/capi/execution.ts, src/backend/onednn/capi/constants.ts.
// Covers src/backend/onednn/operation/operation.ts.
import * as tf from '@tensorflow/tfjs-core'
import { afterEach, beforeAll, describe, expect, test } from 'vitest'
import { statusInWords } from '../../../../src/backend/onednn/capi/constants.ts'
import { OneDnnFailure } from '../../../../src/backend/onednn/capi/oneDnnFailure.ts'
import type { OneDnnHandle } from '../../../../src/backend/onednn/index.ts'
import { greatestDifference, noise, openForTests, outputs, run, valuesOn } from '../compare.ts'

let handle: OneDnnHandle
beforeAll(async () => {
  handle = openForTests()
  await tf.setBackend('onednn')
})
afterEach(() => handle.backend.operations.clear())

/** Makes a function of the library return a status while `use` runs. */
const failing = <A>(name: 'execute' | 'primitiveCreate' | 'memoryCreate', status: number, use: () => A): A => {
  const primitives = handle.library.primitives as {
    -readonly [K in typeof name]: (...values: readonly unknown[]) => number
  }
  const original = primitives[name]
  handle.backend.operations.clear()
  primitives[name] = () => status
  try {
    return use()
  } finally {
    primitives[name] = original
    handle.backend.operations.clear()
  }
}

const image = [2, 9, 9, 3]
const large = [40, 9, 9, 16]
const ofImage = { strides: 1, pad: 'same', dilations: 1, dataFormat: 'NHWC' }
const pool = { filterSize: 2, strides: 2, pad: 'valid' }
const batchNorm = { epsilon: 1e-3, activation: 'relu' }

/** One call of each kind of primitive, and its name in a failure. */
const calls: Readonly<Record<string, readonly [call: () => unknown, says: string]>> = {
  convolution: [
    () => run('Conv2D', { x: noise(image, 1), filter: noise([3, 3, 3, 5], 2) }, ofImage),
    // The reorder of the filter comes before the convolution, so it fails first.
    'reorder a filter of [3, 3, 3, 5]',
  ],
  'gradient of a filter': [
    () =>
      run(
        'Conv2DBackpropFilter',
        { x: noise(image, 1), dy: noise([2, 9, 9, 5], 2) },
        { ...ofImage, filterShape: [3, 3, 3, 5] },
      ),
    'build convolution (backwardWeights) of [2, 9, 9, 3] with filter [3, 3, 3, 5] to [2, 9, 9, 5]',
  ],
  product: [
    () =>
      run('BatchMatMul', { a: noise([20, 30], 1), b: noise([30, 40], 2) }, { transposeA: false, transposeB: false }),
    'multiply [1, 20, 30] by [1, 30, 40]',
  ],
  pooling: [() => run('MaxPool', { x: noise(image, 1) }, pool), 'pool (maximum) [2, 9, 9, 3] to [2, 4, 4, 3]'],
  elementwise: [() => run('Tanh', { x: noise(large, 1) }), 'apply tanh to 51840 elements'],
  binary: [
    () => run('Add', { a: noise(large, 1), b: noise([16], 2) }),
    'add [3240, 16] and an operand that repeats along [true,false]',
  ],
  reduction: [() => tf.sum(noise(large, 1), 0), 'sum the middle of [1, 40, 1296]'],
  transposition: [() => tf.transpose(noise(large, 1), [3, 0, 1, 2]), 'transpose [40, 9, 9, 16] by [3, 0, 1, 2]'],
  softmax: [() => tf.softmax(noise([3240, 16], 1)), 'softmax of [3240, 16]'],
  'batch norm, fixed statistics': [
    () =>
      tf.batchNorm(noise(large, 1) as tf.Tensor4D, tf.zeros([16]), tf.ones([16]), tf.zeros([16]), tf.ones([16]), 1e-3),
    'normalize [3240, 16] with given statistics',
  ],
  'batch norm, in training': [
    () => outputs('BatchNormTraining', { x: noise(large, 1), scale: tf.ones([16]), offset: tf.zeros([16]) }, batchNorm),
    'normalize [40, 9, 9, 16] over all but the last axis',
  ],
}

describe('a failing call of oneDNN', () => {
  test.each(Object.entries(calls))('names the operation, its shapes and the status: %s', (_, [call, says]) => {
    expect(() => tf.tidy(() => void failing('execute', 5, call))).toThrow(new OneDnnFailure(says, 5))
    expect(new OneDnnFailure(says, 5).message).toBe(`oneDNN could not ${says}: runtime error (status 5)`)
  })

  test('names them also if the library cannot build the primitive', () => {
    expect(() => tf.tidy(() => void failing('primitiveCreate', 1, calls['product']![0]))).toThrow(
      'oneDNN could not multiply [1, 20, 30] by [1, 30, 40]: out of memory (status 1)',
    )
    expect(() => tf.tidy(() => void failing('memoryCreate', 2, calls['product']![0]))).toThrow(
      'oneDNN could not multiply [1, 20, 30] by [1, 30, 40]: invalid arguments (status 2)',
    )
  })

  test('comes from the library itself for a product whose inner extents differ', () => {
    const { primitives } = handle.library
    const matrix = (rows: number, columns: number) =>
      primitives.describe({ dims: [rows, columns], type: 'float32', strides: [columns, 1] })
    expect(() =>
      primitives.matMul('multiply [2, 3] by [4, 5]', matrix(2, 3), matrix(4, 5), null, matrix(2, 5)),
    ).toThrow('oneDNN could not multiply [2, 3] by [4, 5]: invalid arguments (status 2)')
  })

  test('has words for every status, and the number of an unknown one', () => {
    expect(Object.keys(statusInWords).map(Number)).toEqual([1, 2, 3, 4, 5, 6])
    expect(new OneDnnFailure('add', 77).message).toBe('oneDNN could not add: status 77 (status 77)')
  })
})

describe('a shape or type that oneDNN has no implementation for', () => {
  test.each([
    ['Conv2D', () => run('Conv2D', { x: noise(image, 1), filter: noise([3, 3, 3, 5], 2) }, ofImage)],
    ['MaxPool', () => run('MaxPool', { x: noise(image, 1) }, pool)],
    ['Tanh', () => run('Tanh', { x: noise(large, 1) })],
    ['Sum', () => tf.sum(noise(large, 1), 0)],
    ['Softmax', () => tf.softmax(noise([3240, 16], 1))],
  ] as const)('falls back to the copied kernel, and counts it: %s', async (name, call) => {
    handle.resetStatistics()
    await tf.setBackend('onednn')
    const ours = tf.tidy(() => failing('primitiveCreate', 3, () => Array.from((call() as tf.Tensor).dataSync())))
    expect(handle.statistics().fallbacks[name]).toBe(1)
    expect(greatestDifference([ours], await valuesOn('cpu', call))).toBe(0)
    await tf.setBackend('onednn')
  })
})
