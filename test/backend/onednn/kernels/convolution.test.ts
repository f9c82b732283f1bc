// Covers src/backend/onednn/convolution/convolutionInfo.ts.
// Covers src/backend/onednn/convolution/convolutionOperation.ts.
// Covers src/backend/onednn/convolution/convolutionShape.ts.
// Covers src/backend/onednn/convolution/describeConvolution.ts.
// Covers src/backend/onednn/convolution/convolutionRequest.ts, src/backend/onednn/convolution/convolve.ts.
// Covers src/backend/onednn/convolution/geometry.ts, src/backend/onednn/convolution/gradientOfFilter.ts.
// Covers src/backend/onednn/convolution/gradientOfInput.ts, src/backend/onednn/convolution/takes.ts.
// Covers src/backend/onednn/convolution/weightsFor.ts.
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import type { OneDnnHandle } from '../../../../src/backend/onednn/index.ts'
import { greatestDifference, noise, openForTests, valuesOn } from '../compare.ts'

let handle: OneDnnHandle
beforeAll(() => {
  handle = openForTests()
})

const shapes = fc.record({
  n: fc.integer({ min: 1, max: 3 }),
  h: fc.integer({ min: 3, max: 9 }),
  w: fc.integer({ min: 3, max: 9 }),
  inside: fc.integer({ min: 1, max: 19 }),
  outside: fc.integer({ min: 1, max: 19 }),
  kh: fc.integer({ min: 1, max: 3 }),
  kw: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 3 }),
  pad: fc.constantFrom('same' as const, 'valid' as const),
  dilation: fc.integer({ min: 1, max: 2 }),
  seed: fc.nat(1000),
})
const agreed = async (compute: () => tf.Tensor[]): Promise<number> =>
  greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute))

describe('laws', () => {
  test('convolution and its gradients agree with the cpu backend', () =>
    fc.assert(
      fc.asyncProperty(shapes, async ({ n, h, w, inside, outside, kh, kw, stride, pad, dilation, seed }) => {
        const strides = dilation > 1 ? 1 : stride
        const compute = () => {
          const x = noise([n, h, w, inside], seed) as tf.Tensor4D
          const filter = noise([kh, kw, inside, outside], seed + 1) as tf.Tensor4D
          const run = (a: tf.Tensor4D, b: tf.Tensor4D) => tf.conv2d(a, b, strides, pad, 'NHWC', dilation)
          const y = run(x, filter)
          if (dilation > 1) return [y]
          const dy = noise(y.shape, seed + 2)
          return [y, ...tf.grads((a, b) => run(a as tf.Tensor4D, b as tf.Tensor4D))([x, filter], dy)]
        }
        fc.pre(dilation === 1 || (h > (kh - 1) * 2 && w > (kw - 1) * 2))
        return (await agreed(compute)) < 1e-5
      }),
      { seed: 7, numRuns: 60 },
    ))

  test('depthwise convolution and its gradients agree with the cpu backend', () =>
    fc.assert(
      fc.asyncProperty(
        shapes,
        fc.integer({ min: 1, max: 3 }),
        async ({ n, h, w, inside, kh, kw, stride, pad, dilation, seed }, m) => {
          const strides = dilation > 1 ? 1 : stride
          fc.pre(h > (kh - 1) * dilation && w > (kw - 1) * dilation)
          const compute = () => {
            const x = noise([n, h, w, inside], seed) as tf.Tensor4D
            const filter = noise([kh, kw, inside, m], seed + 1) as tf.Tensor4D
            const run = (a: tf.Tensor4D, b: tf.Tensor4D) => tf.depthwiseConv2d(a, b, strides, pad, 'NHWC', dilation)
            const y = run(x, filter)
            // The gradients of the cpu backend ignore dilations; gradients.test.ts compares ours with the
            // slope.
            if (dilation > 1) return [y]
            const dy = noise(y.shape, seed + 2)
            return [y, ...tf.grads((a, b) => run(a as tf.Tensor4D, b as tf.Tensor4D))([x, filter], dy)]
          }
          return (await agreed(compute)) < 1e-5
        },
      ),
      { seed: 8, numRuns: 40 },
    ))
})

describe('fallbacks', () => {
  test('none happened', () => {
    expect(handle.statistics().fallbacks).toEqual({})
  })
})
