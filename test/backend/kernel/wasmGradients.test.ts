// Covers src/backend/kernel/arrays.ts, src/backend/kernel/conv2DBackpropFilter.ts.
// Covers src/backend/kernel/conv2DBackpropInput.ts, src/backend/kernel/depthwiseBackprop.ts.
// Covers src/backend/kernel/maxPoolGrad.ts.
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
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

/** tfjs takes a rounding mode only with a padding in pixels. */
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
  test.each(cases)(
    'convolution $size with $filter, stride $stride, pad $pad',
    async ({ size, filter, stride, pad }) => {
      const convolve = (x: tf.Tensor4D, f: tf.Tensor4D): tf.Tensor =>
        tf.conv2d(x, f, stride, pad, 'NHWC', 1, rounding(pad))
      const xShape = [3, ...size, 2]
      const filterShape = [...filter, 2, 4]
      expectSame(
        await gradientsOn('wasm', convolve, xShape, filterShape),
        await gradientsOn('cpu', convolve, xShape, filterShape),
      )
    },
  )

  test.each(cases)('depthwise $size with $filter, stride $stride, pad $pad', async ({ size, filter, stride, pad }) => {
    const convolve = (x: tf.Tensor4D, f: tf.Tensor4D): tf.Tensor =>
      tf.depthwiseConv2d(x, f, stride, pad, 'NHWC', 1, rounding(pad))
    const xShape = [2, ...size, 3]
    const filterShape = [...filter, 3, 2]
    expectSame(
      await gradientsOn('wasm', convolve, xShape, filterShape),
      await gradientsOn('cpu', convolve, xShape, filterShape),
    )
  })

  type Convolve = (x: tf.Tensor4D, filter: tf.Tensor4D) => tf.Tensor

  /**
   * Gradients for a random dy. The forward kernel of the wasm backend is wrong where a stride passes over the
   * end of an image, so it must not take part.
   */
  const gradientsFor = async (
    backend: 'cpu' | 'wasm',
    convolve: Convolve,
    xShape: number[],
    filterShape: number[],
  ): Promise<readonly (readonly number[])[]> => {
    await useBackend(backend)
    return tf.tidy(() => {
      const x = tf.randomNormal<tf.Rank.R4>(xShape as [number, number, number, number], 0, 1, 'float32', 1)
      const filter = tf.randomNormal<tf.Rank.R4>(filterShape as [number, number, number, number], 0, 1, 'float32', 2)
      const dy = tf.randomNormal(convolve(x, filter).shape, 0, 1, 'float32', 3)
      const operation = (...[x, filter]: tf.Tensor[]) => convolve(x as tf.Tensor4D, filter as tf.Tensor4D)
      return tf
        .grads(operation)([x, filter], dy)
        .map((gradient) => [...gradient.dataSync()])
    })
  }

  const agree = async (convolve: Convolve, xShape: number[], filterShape: number[]): Promise<boolean> => {
    const received = await gradientsFor('wasm', convolve, xShape, filterShape)
    const expected = await gradientsFor('cpu', convolve, xShape, filterShape)
    return expected.every((gradient, i) => {
      const scale = Math.max(...gradient.map(Math.abs), 1e-3)
      return (
        received[i]?.length === gradient.length &&
        gradient.every((value, j) => Math.abs(value - (received[i]?.[j] ?? Number.NaN)) / scale < 1e-5)
      )
    })
  }

  const geometry = fc.record({
    n: fc.integer({ min: 1, max: 3 }),
    h: fc.integer({ min: 3, max: 9 }),
    w: fc.integer({ min: 3, max: 9 }),
    inside: fc.integer({ min: 1, max: 7 }),
    outside: fc.integer({ min: 1, max: 7 }),
    kh: fc.integer({ min: 1, max: 3 }),
    kw: fc.integer({ min: 1, max: 3 }),
    strides: fc.tuple(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 3 })),
    dilation: fc.integer({ min: 1, max: 2 }),
    pad: fc.constantFrom('same' as const, 'valid' as const),
  })

  test('over random shapes, strides and channels', () =>
    fc.assert(
      fc.asyncProperty(geometry, async ({ n, h, w, inside, outside, kh, kw, strides, pad }) => {
        const convolve = (x: tf.Tensor4D, f: tf.Tensor4D) => tf.conv2d(x, f, strides, pad)
        return agree(convolve, [n, h, w, inside], [kh, kw, inside, outside])
      }),
      { seed: 1, numRuns: 40 },
    ))

  test('depthwise, over random shapes, strides and channels', () =>
    fc.assert(
      fc.asyncProperty(geometry, async ({ n, h, w, inside, outside, kh, kw, strides, pad }) => {
        const convolve = (x: tf.Tensor4D, f: tf.Tensor4D) => tf.depthwiseConv2d(x, f, strides, pad)
        return agree(convolve, [n, h, w, inside], [kh, kw, inside, outside])
      }),
      { seed: 2, numRuns: 40 },
    ))

  // The gradients of the cpu backend ignore dilations, so there is nothing to compare with. But a convolution
  // is linear in each operand, so its slope is exact.
  test('depthwise, with dilated windows, are slopes', async () => {
    await useBackend('wasm')
    fc.assert(
      fc.property(geometry, ({ n, h, w, inside, outside, kh, kw, dilation }) =>
        tf.tidy(() => {
          const convolve = (...[x, f]: tf.Tensor[]) =>
            tf.depthwiseConv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, 'same', 'NHWC', dilation)
          const [x, f, dx, df] = [1, 2, 3, 4].map((seed) =>
            tf.randomNormal(seed % 2 === 1 ? [n, h, w, inside] : [kh, kw, inside, outside], 0, 1, 'float32', seed),
          ) as [tf.Tensor, tf.Tensor, tf.Tensor, tf.Tensor]
          const dy = tf.randomNormal(convolve(x, f).shape, 0, 1, 'float32', 5)
          const along = (a: tf.Tensor, b: tf.Tensor): number => tf.sum(tf.mul(a, b)).dataSync()[0]!
          const [ofX, ofFilter] = tf.grads(convolve)([x, f], dy) as [tf.Tensor, tf.Tensor]
          const size = 1 + Math.sqrt(along(ofX, ofX)) + Math.sqrt(along(ofFilter, ofFilter))
          return (
            Math.abs(along(ofX, dx) - along(convolve(dx, f), dy)) < 1e-4 * size &&
            Math.abs(along(ofFilter, df) - along(convolve(x, df), dy)) < 1e-4 * size
          )
        }),
      ),
      { seed: 3, numRuns: 40 },
    )
  })

  test.each([
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

  test.each(cases.filter(({ pad }) => typeof pad === 'string'))(
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
