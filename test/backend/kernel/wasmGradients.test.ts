import * as tf from '@tensorflow/tfjs-core'
import { describe, expect, it } from 'vitest'
import { useBackend } from '../../support/useBackend.ts'

type Pad = 'same' | 'valid' | number

interface Case {
  readonly size: readonly [number, number]
  readonly filter: readonly [number, number]
  readonly stride: number
  readonly pad: Pad
}

const cases: readonly Case[] = [
  { size: [8, 8], filter: [3, 3], stride: 1, pad: 'same' },
  { size: [7, 9], filter: [3, 3], stride: 2, pad: 'same' },
  { size: [8, 8], filter: [3, 3], stride: 2, pad: 'same' },
  { size: [7, 6], filter: [1, 1], stride: 2, pad: 'same' },
  { size: [8, 5], filter: [1, 1], stride: 1, pad: 'valid' },
  { size: [9, 8], filter: [3, 2], stride: 2, pad: 'valid' },
  { size: [10, 11], filter: [5, 3], stride: 3, pad: 'valid' },
  { size: [6, 7], filter: [3, 3], stride: 2, pad: 2 },
  { size: [11, 11], filter: [7, 7], stride: 2, pad: 'same' },
]

/** tfjs takes a rounding mode with a padding in pixels, and refuses one otherwise. */
const rounding = (pad: Pad): 'floor' | undefined => (typeof pad === 'number' ? 'floor' : undefined)

const gradientsOn = async (
  backend: 'cpu' | 'wasm',
  convolve: (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor,
  xShape: number[],
  filterShape: number[],
): Promise<readonly (readonly number[])[]> => {
  await useBackend(backend)
  return tf.tidy(() => {
    const x = tf.randomNormal(xShape, 0, 1, 'float32', 1)
    const filter = tf.randomNormal(filterShape, 0, 1, 'float32', 2)
    const loss = (x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
      tf.sum(tf.square(convolve(x as tf.Tensor4D, filter as tf.Tensor4D)))
    return tf
      .grads(loss)([x, filter])
      .map((gradient) => [...gradient.dataSync()])
  })
}

const expectSame = (received: readonly (readonly number[])[], expected: readonly (readonly number[])[]): void => {
  received.forEach((gradient, i) => {
    const scale = Math.max(...expected[i]!.map(Math.abs))
    const worst = Math.max(...gradient.map((value, j) => Math.abs(value - expected[i]![j]!)))
    expect(gradient).toHaveLength(expected[i]!.length)
    expect(worst / scale).toBeLessThan(1e-5)
  })
}

describe('gradients of convolutions on wasm equal those on cpu', () => {
  it.each(cases)('convolution $size with $filter, stride $stride, pad $pad', async ({ size, filter, stride, pad }) => {
    const convolve = (x: tf.Tensor4D, f: tf.Tensor4D): tf.Tensor =>
      tf.conv2d(x, f, stride, pad, 'NHWC', 1, rounding(pad))
    const xShape = [3, ...size, 2]
    const filterShape = [...filter, 2, 4]
    expectSame(
      await gradientsOn('wasm', convolve, xShape, filterShape),
      await gradientsOn('cpu', convolve, xShape, filterShape),
    )
  })

  it.each(cases)('depthwise $size with $filter, stride $stride, pad $pad', async ({ size, filter, stride, pad }) => {
    const convolve = (x: tf.Tensor4D, f: tf.Tensor4D): tf.Tensor =>
      tf.depthwiseConv2d(x, f, stride, pad, 'NHWC', 1, rounding(pad))
    const xShape = [2, ...size, 3]
    const filterShape = [...filter, 3, 2]
    expectSame(
      await gradientsOn('wasm', convolve, xShape, filterShape),
      await gradientsOn('cpu', convolve, xShape, filterShape),
    )
  })

  it.each([
    ['convolution', tf.conv2d],
    ['depthwise', tf.depthwiseConv2d],
  ] as const)('%s leaves nothing behind', async (_, convolve) => {
    await useBackend('wasm')
    const x = tf.ones<tf.Rank.R4>([2, 7, 9, 3])
    const filter = tf.ones<tf.Rank.R4>([3, 3, 3, 2])
    const loss = (x: tf.Tensor, filter: tf.Tensor): tf.Tensor =>
      tf.sum(convolve(x as tf.Tensor4D, filter as tf.Tensor4D, 2, 'same'))
    const gradients = tf.grads(loss)
    const counts = Array.from({ length: 3 }, () => {
      tf.dispose(gradients([x, filter]))
      const { numTensors, numDataBuffers } = tf.memory()
      return [numTensors, numDataBuffers]
    })
    expect(counts[1]).toEqual(counts[0])
    expect(counts[2]).toEqual(counts[0])
    tf.dispose([x, filter])
  })

  it.each(cases.filter(({ pad }) => typeof pad === 'string'))(
    'max pooling $size with $filter, stride $stride, pad $pad',
    async ({ size, filter, stride, pad }) => {
      const pool = (x: tf.Tensor4D): tf.Tensor => tf.maxPool(x, [...filter], stride, pad)
      expectSame(
        await gradientsOn('wasm', (x, f) => tf.add(pool(x), tf.sum(f)), [2, ...size, 3], [1, 1, 1, 1]),
        await gradientsOn('cpu', (x, f) => tf.add(pool(x), tf.sum(f)), [2, ...size, 3], [1, 1, 1, 1]),
      )
    },
  )
})
