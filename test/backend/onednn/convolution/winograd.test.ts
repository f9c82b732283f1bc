// Covers src/backend/onednn/convolution/waysOf.ts, src/backend/onednn/convolution/convolutionOperation.ts.
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { greatestDifference, noise, openForTests, valuesOn } from '../compare.ts'

beforeAll(() => {
  openForTests()
})

/** Large enough for Winograd's algorithm: for example 2 x 18 x 18 positions, 9 taps, 64 times 64 channels. */
const images = fc.record({
  n: fc.constant(2),
  h: fc.integer({ min: 17, max: 19 }),
  w: fc.integer({ min: 17, max: 19 }),
  inside: fc.constantFrom(48, 64),
  outside: fc.constant(64),
  pad: fc.constantFrom('same' as const, 'valid' as const),
  seed: fc.nat(1000),
})

describe('laws', () => {
  test(
    'a large 3x3 convolution and its gradients agree with the cpu backend to 1e-4 of the greatest value',
    () =>
      fc.assert(
        fc.asyncProperty(images, async ({ n, h, w, inside, outside, pad, seed }) => {
          const compute = () => {
            const x = noise([n, h, w, inside], seed) as tf.Tensor4D
            const filter = noise([3, 3, inside, outside], seed + 1) as tf.Tensor4D
            const run = (a: tf.Tensor4D, b: tf.Tensor4D) => tf.conv2d(a, b, 1, pad)
            const y = run(x, filter)
            const dy = noise(y.shape, seed + 2)
            return [y, ...tf.grads((a, b) => run(a as tf.Tensor4D, b as tf.Tensor4D))([x, filter], dy)]
          }
          return greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute)) < 1e-4
        }),
        { seed: 11, numRuns: 2 },
      ),
    300_000,
  )

  test('an image in blocks of channels has the same values for every kernel that reads it', async () => {
    const compute = () => {
      const x = noise([2, 16, 16, 64], 1) as tf.Tensor4D
      const filter = noise([3, 3, 64, 64], 2) as tf.Tensor4D
      const y = tf.conv2d(x, filter, 1, 'same')
      const z = tf.leakyRelu(tf.add(y, x), 0.1) as tf.Tensor4D
      const strided = tf.conv2d(z, filter, 2, 'same')
      return [
        y,
        z,
        strided,
        tf.add(y, tf.ones([64])),
        tf.mean(z, [1, 2]),
        tf.reshape(z, [2, 256, 64]),
        tf.conv2d(tf.reshape(z, [8, 8, 8, 64]) as tf.Tensor4D, filter, 1, 'same'),
        tf.slice(z, [0, 1, 2, 3], [1, 5, 6, 7]),
        tf.maxPool(z, 2, 2, 'valid'),
        tf.transpose(z, [3, 0, 1, 2]),
      ]
    }
    expect(greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', compute))).toBeLessThan(1e-4)
  })

  test('batch norm with relu keeps its mask, in whatever form the image lies', async () => {
    const compute = () => {
      const x = noise([2, 16, 16, 64], 1) as tf.Tensor4D
      const filter = noise([3, 3, 64, 64], 2) as tf.Tensor4D
      const normalize = (input: tf.Tensor): tf.Tensor => {
        const y = tf
          .engine()
          .runKernel(
            'BatchNormTraining',
            { x: input, scale: tf.ones([64]), offset: tf.fill([64], 0.1) },
            { epsilon: 1e-3, activation: 'relu' },
          ) as tf.Tensor[] // several outputs come as a list
        return y[0]!
      }
      // x lies in the order of tfjs for the first norm, and in blocks after the convolution.
      const f = (input: tf.Tensor) =>
        tf.add(
          normalize(input),
          tf.conv2d(normalize(tf.conv2d(input as tf.Tensor4D, filter, 1, 'same')) as tf.Tensor4D, filter, 1, 'same'),
        )
      return [f(x), tf.grad(f)(x, noise([2, 16, 16, 64], 3))]
    }
    const plain = () => {
      const x = noise([2, 16, 16, 64], 1) as tf.Tensor4D
      const filter = noise([3, 3, 64, 64], 2) as tf.Tensor4D
      const normalize = (input: tf.Tensor): tf.Tensor => {
        const { mean, variance } = tf.moments(input, [0, 1, 2])
        return tf.relu(tf.add(tf.mul(tf.sub(input, mean), tf.rsqrt(tf.add(variance, 1e-3))), 0.1))
      }
      const f = (input: tf.Tensor) =>
        tf.add(
          normalize(input),
          tf.conv2d(normalize(tf.conv2d(input as tf.Tensor4D, filter, 1, 'same')) as tf.Tensor4D, filter, 1, 'same'),
        )
      return [f(x), tf.grad(f)(x, noise([2, 16, 16, 64], 3))]
    }
    expect(greatestDifference(await valuesOn('onednn', compute), await valuesOn('cpu', plain))).toBeLessThan(1e-3)
  })
})
