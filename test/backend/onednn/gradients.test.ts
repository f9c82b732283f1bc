import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, test } from 'vitest'
import { noise, openForTests, outputs } from './compare.ts'

beforeAll(async () => {
  openForTests()
  await tf.setBackend('onednn')
})

type Operation = (inputs: tf.Tensor[]) => tf.Tensor

/**
 * Whether the gradients of an operation agree with its slope, up to the rounding of float32.
 *
 *     sum(gradient * u) = ((w . f(x + h u)) - (w . f(x - h u))) / 2h
 *
 * Inputs x, direction u and weights w of the outputs are random.
 */
const slopeAgrees = (operation: Operation, shapes: readonly (readonly number[])[], seed: number, h = 0.01): boolean =>
  tf.tidy(() => {
    const inputs = shapes.map((shape, i) => noise(shape, seed + i))
    const direction = shapes.map((shape, i) => noise(shape, seed + 100 + i))
    const weighting = noise(operation(inputs).shape, seed + 200)
    const weighted = (values: tf.Tensor[]): tf.Scalar => tf.sum(tf.mul(operation(values), weighting))
    const gradients = tf.grads((...values: tf.Tensor[]) => weighted(values))(inputs)
    const along = gradients.reduce((sum, g, i) => sum + tf.sum(tf.mul(g, direction[i]!)).dataSync()[0]!, 0)
    const at = (step: number): number =>
      weighted(inputs.map((x, i) => tf.add(x, tf.mul(direction[i]!, step)))).dataSync()[0]!
    const slope = (at(h) - at(-h)) / (2 * h)
    const size = gradients.reduce((sum, g) => sum + tf.norm(g).dataSync()[0]!, 1)
    return Math.abs(along - slope) < 5e-3 * size
  })

const small = fc.integer({ min: 1, max: 3 })
const extent = fc.integer({ min: 3, max: 7 })
const channels = fc.integer({ min: 1, max: 17 })
const pad = fc.constantFrom<'same' | 'valid'>('same', 'valid')
const seed = fc.nat(1000)
const runs = (number: number) => ({ seed: number, numRuns: 25 })

describe('gradients are slopes', () => {
  test('of convolutions', () =>
    fc.assert(
      fc.property(small, extent, channels, channels, small, small, pad, seed, (n, h, i, o, k, stride, border, s) =>
        slopeAgrees(
          ([x, f]) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, stride, border),
          [
            [n, h, h, i],
            [k, k, i, o],
          ],
          s,
        ),
      ),
      runs(40),
    ))

  test('of depthwise convolutions', () =>
    fc.assert(
      fc.property(small, extent, channels, small, small, small, pad, seed, (n, h, c, m, k, stride, border, s) =>
        slopeAgrees(
          ([x, f]) => tf.depthwiseConv2d(x as tf.Tensor4D, f as tf.Tensor4D, stride, border),
          [
            [n, h, h, c],
            [k, k, c, m],
          ],
          s,
        ),
      ),
      runs(41),
    ))

  test('of convolutions with windows, strides and borders that differ by axis', () =>
    fc.assert(
      fc.property(
        fc.tuple(small, extent, extent, channels, channels),
        fc.tuple(small, small, small, small),
        fc.tuple(fc.nat(2), fc.nat(2), fc.nat(2), fc.nat(2)),
        seed,
        ([n, h, w, i, o], [kh, kw, sh, sw], [top, bottom, left, right], s) =>
          slopeAgrees(
            ([x, f]) =>
              tf.conv2d(
                x as tf.Tensor4D,
                f as tf.Tensor4D,
                [sh, sw],
                [
                  [0, 0],
                  [top, bottom],
                  [left, right],
                  [0, 0],
                ] as tf.backend_util.ExplicitPadding,
                'NHWC',
                1,
                'floor',
              ),
            [
              [n, h, w, i],
              [kh, kw, i, o],
            ],
            s,
          ),
      ),
      runs(47),
    ))

  test('of depthwise convolutions with dilated windows', () =>
    fc.assert(
      fc.property(
        fc.tuple(small, extent, extent, channels, small),
        small,
        fc.tuple(small, small),
        pad,
        seed,
        ([n, h, w, c, m], k, dilations, border, s) => {
          fc.pre(border === 'same' || Math.max(...dilations) * (k - 1) < Math.min(h, w))
          return slopeAgrees(
            ([x, f]) => tf.depthwiseConv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, border, 'NHWC', dilations),
            [
              [n, h, w, c],
              [k, k, c, m],
            ],
            s,
          )
        },
      ),
      runs(48),
    ))

  test("of large 3x3 convolutions, which Winograd's algorithm computes where the library has it", () =>
    fc.assert(
      fc.property(fc.constantFrom(32, 48), fc.integer({ min: 15, max: 18 }), pad, seed, (c, h, border, s) =>
        slopeAgrees(
          ([x, f]) => tf.conv2d(x as tf.Tensor4D, f as tf.Tensor4D, 1, border),
          [
            [6, h, h, c],
            [3, 3, c, 32],
          ],
          s,
          0.1,
        ),
      ),
      { seed: 49, numRuns: 6 },
    ))

  test('of functions of two tensors that broadcast', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        fc.constantFrom(tf.add, tf.sub, tf.mul, tf.div, tf.maximum, tf.minimum),
        seed,
        (shape, repeated, combine, s) =>
          slopeAgrees(
            ([x, y]) => {
              // Far from zero for the quotient, and from ties for maximum and minimum.
              return combine(x!, tf.add(y!, 4))
            },
            [shape, shape.map((n, i) => (repeated[i] ? 1 : n))],
            s,
          ),
      ),
      runs(50),
    ))

  test('of sums, means and maxima over any axes, and of kernels that only move values', () =>
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 2, maxLength: 4 }),
        fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
        seed,
        (shape, chosen, s) => {
          const axes = shape.map((_, i) => i).filter((i) => chosen[i])
          const whole = shape.map(() => 0)
          return [
            (x: tf.Tensor) => tf.sum(x, axes),
            (x: tf.Tensor) => tf.mean(x, axes),
            // So far apart that the step does not change which is greatest.
            (x: tf.Tensor) => tf.max(tf.add(x, tf.reshape(tf.mul(tf.range(0, x.size), 3), shape)), axes),
            (x: tf.Tensor) => tf.transpose(x, shape.map((_, i) => i).reverse()),
            (x: tf.Tensor) =>
              tf.slice(
                x,
                whole,
                shape.map((extent) => Math.ceil(extent / 2)),
              ),
            (x: tf.Tensor) => tf.concat([x, x], axes[0] ?? 0),
            (x: tf.Tensor) =>
              tf.pad(
                x,
                shape.map((): [number, number] => [1, 2]),
              ),
          ].every((f) => slopeAgrees(([x]) => f(x!), [shape], s, 0.05))
        },
      ),
      runs(51),
    ))

  test('of products, with every transposition', () =>
    fc.assert(
      fc.property(channels, channels, channels, fc.boolean(), fc.boolean(), seed, (m, k, n, ta, tb, s) =>
        slopeAgrees(([a, b]) => tf.matMul(a!, b!, ta, tb), [ta ? [k, m] : [m, k], tb ? [n, k] : [k, n]], s),
      ),
      runs(42),
    ))

  test('of batch norm, with the statistics of the batch', () =>
    fc.assert(
      fc.property(small, extent, channels, seed, (n, h, c, s) =>
        slopeAgrees(
          ([x, scale, offset]) =>
            outputs(
              'BatchNormTraining',
              { x: x!, scale: scale!, offset: offset! },
              { epsilon: 0.1, activation: 'none' },
            )[0]!,
          [[n + 1, h, h, c], [c], [c]],
          s,
        ),
      ),
      runs(43),
    ))

  test('of batch norm with relu, in channels wholly above its kink and channels wholly below', () =>
    fc.assert(
      fc.property(small, extent, channels, seed, (n, h, c, s) =>
        slopeAgrees(
          ([x, scale, offset]) =>
            outputs(
              'BatchNormTraining',
              { x: x!, scale: scale!, offset: tf.add(offset!, tf.mul(tf.sign(offset!), 9)) },
              { epsilon: 0.1, activation: 'relu' },
            )[0]!,
          [[n + 1, h, h, c], [c], [c]],
          s,
          1e-3,
        ),
      ),
      runs(44),
    ))

  test('of batch norm with leaky relu, in channels wholly above its kink and channels wholly below', () =>
    fc.assert(
      fc.property(small, extent, channels, seed, (n, h, c, s) =>
        slopeAgrees(
          ([x, scale, offset]) =>
            outputs(
              'BatchNormTraining',
              { x: x!, scale: scale!, offset: tf.add(offset!, tf.mul(tf.sign(offset!), 9)) },
              { epsilon: 0.1, activation: 'leakyRelu', slope: 0.1 },
            )[0]!,
          [[n + 1, h, h, c], [c], [c]],
          s,
          1e-3,
        ),
      ),
      runs(47),
    ))

  test('of linear layers, small and large', () =>
    fc.assert(
      fc.property(channels, channels, channels, fc.boolean(), seed, (rows, from, to, large, s) =>
        slopeAgrees(
          ([x, weights, offset]) => outputs('Linear', { x: x!, weights: weights!, offset: offset! })[0]!,
          [[large ? rows + 128 : rows, from], [from, to], [to]],
          s,
        ),
      ),
      runs(48),
    ))

  test('of means over any axes', () =>
    fc.assert(
      fc.property(small, extent, channels, fc.subarray([0, 1, 2, 3]), seed, (n, h, c, axes, s) =>
        slopeAgrees(([x]) => tf.mean(x!, axes), [[n, h, h + 1, c]], s),
      ),
      runs(49),
    ))

  test('of pooling (tfjs refuses the mean over padding, so its kernel has its own test)', () =>
    fc.assert(
      fc.property(
        small,
        extent,
        channels,
        small,
        small,
        pad,
        seed,
        (n, h, c, k, stride, border, s) =>
          slopeAgrees(([x]) => tf.maxPool(x as tf.Tensor4D, k, stride, border), [[n, h, h, c]], s, 1e-3) &&
          slopeAgrees(([x]) => tf.avgPool(x as tf.Tensor4D, k, stride, 'valid'), [[n, h, h, c]], s),
      ),
      runs(45),
    ))

  test('of cross-entropy, for logits and for labels', () =>
    fc.assert(
      fc.property(channels, channels, seed, (n, c, s) =>
        slopeAgrees(
          ([logits, labels]) => outputs('SoftmaxCrossEntropyWithLogits', { logits: logits!, labels: labels! })[0]!,
          [
            [n, c],
            [n, c],
          ],
          s,
        ),
      ),
      runs(46),
    ))

  test.each<readonly [string, Operation]>([
    ['sigmoid', ([x]) => tf.sigmoid(x!)],
    ['tanh', ([x]) => tf.tanh(x!)],
    ['exponential', ([x]) => tf.exp(x!)],
    ['square', ([x]) => tf.square(x!)],
    ['swish', ([x]) => tf.mul(x!, tf.sigmoid(x!))],
    ['swish in one kernel', ([x]) => tf.engine().runKernel('Swish', { x: x! }) as tf.Tensor],
    ['square root', ([x]) => tf.sqrt(tf.add(x!, 2))],
    ['reciprocal square root', ([x]) => tf.rsqrt(tf.add(x!, 2))],
    ['natural logarithm', ([x]) => tf.log(tf.add(x!, 2))],
    ['magnitude', ([x]) => tf.abs(tf.add(x!, 2))],
    ['opposite', ([x]) => tf.neg(x!)],
    ['softmax', ([x]) => tf.softmax(x!)],
    ['logarithm of softmax', ([x]) => tf.logSoftmax(x!)],
    ['leaky relu', ([x]) => tf.leakyRelu(tf.add(x!, 2), 0.1)],
    ['relu', ([x]) => tf.relu(tf.add(x!, 2))],
    ['mean', ([x]) => tf.mean(x!, 0)],
    ['transpose', ([x]) => tf.transpose(x!)],
    ['quotient', ([x]) => tf.div(x!, tf.add(tf.square(tf.slice(x!, [0, 0], [1, -1])), 2))],
  ])('of %s, few elements and many', (_, operation) => {
    for (const shape of [
      [3, 5],
      [600, 11],
    ])
      if (!slopeAgrees(operation, [shape], 7)) throw new Error(`the gradient is not the slope at [${shape}]`)
  })
})
