import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { composedKernel } from '../../../src/backend/kernel/composedKernel.ts'
import { conv2DBackpropFilter } from '../../../src/backend/kernel/conv2DBackpropFilter.ts'
import { conv2DBackpropInput } from '../../../src/backend/kernel/conv2DBackpropInput.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('wasm'))

const scaled = composedKernel<{ factor: number }>('Scaled', (input, { factor }) => tf.mul(input('x'), factor))
const call = (kernel: tf.KernelConfig, inputs: tf.NamedTensorInfoMap, attrs: object) =>
  kernel.kernelFunc({ inputs, backend: tf.backend(), attrs: attrs as tf.NamedAttrMap }) as tf.Tensor

describe('composedKernel', () => {
  test('is a kernel of the wasm backend that computes with tensors and attributes', () => {
    expect([scaled.kernelName, scaled.backendName]).toEqual(['Scaled', 'wasm'])
    const y = call(scaled, { x: tf.ones([1, 1, 1, 2]) }, { factor: 3 })
    expect([...y.dataSync()]).toEqual([3, 3])
  })

  test('fails on a bare tensor info', () => {
    const { dataId, shape, dtype } = tf.ones([1, 1, 1, 2])
    expect(() => call(scaled, { x: { dataId, shape, dtype } }, { factor: 3 })).toThrow(
      'Expected a tensor at x of Scaled, received a bare tensor info',
    )
  })
})

describe('gradients of convolutions', () => {
  const attributes = {
    strides: 1,
    pad: 'valid',
    dataFormat: 'NCHW',
    inputShape: [1, 1, 1, 1],
    filterShape: [1, 1, 1, 1],
  }

  test.each([
    ['Conv2DBackpropInput', conv2DBackpropInput, 'filter'],
    ['Conv2DBackpropFilter', conv2DBackpropFilter, 'x'],
  ] as const)('%s refuses images that are not NHWC', (name, kernel, other) => {
    const one = tf.ones([1, 1, 1, 1])
    expect(() => call(kernel, { dy: one, [other]: one }, attributes)).toThrow(`Expected NHWC at ${name}, received NCHW`)
  })
})
