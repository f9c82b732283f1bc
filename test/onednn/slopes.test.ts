import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, it } from 'vitest'
import { noise, openForTests, outputs } from './compare.ts'

beforeAll(async () => {
  openForTests()
  await tf.setBackend('onednn')
})

type Operation = (inputs: tf.Tensor[]) => tf.Tensor

/**
 * The gradients of an operation against its slope: for random inputs x, a random direction u and a random weighting w of the outputs,
 * sum(gradient * u) is ((w . f(x + h u)) - (w . f(x - h u))) / 2h up to the rounding of float32.
 */
const slopeAgrees = (operation: Operation, shapes: readonly (readonly number[])[], seed: number, h = 0.01): boolean =>
  tf.tidy(() => {
    const inputs = shapes.map((shape, i) => noise(shape, seed + i))
    const direction = shapes.map((shape, i) => noise(shape, seed + 100 + i))
    const weighting = noise(operation(inputs).shape, seed + 200)
    const weighted = (given: tf.Tensor[]): tf.Scalar => tf.sum(tf.mul(operation(given), weighting))
    const gradients = tf.grads((...given: tf.Tensor[]) => weighted(given))(inputs)
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
  it('of convolutions', () =>
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

  it('of depthwise convolutions', () =>
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

  it('of products, however transposed', () =>
    fc.assert(
      fc.property(channels, channels, channels, fc.boolean(), fc.boolean(), seed, (m, k, n, ta, tb, s) =>
        slopeAgrees(([a, b]) => tf.matMul(a!, b!, ta, tb), [ta ? [k, m] : [m, k], tb ? [n, k] : [k, n]], s),
      ),
      runs(42),
    ))

  it('of batch norm, with the statistics of the batch', () =>
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

  it('of batch norm with relu, in channels wholly above its kink and channels wholly below', () =>
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

  it('of pooling; tfjs refuses the mean over a border, whose kernel has a test of its own', () =>
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

  it('of cross-entropy, for logits and for labels', () =>
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

  it.each<readonly [string, Operation]>([
    ['sigmoid', ([x]) => tf.sigmoid(x!)],
    ['tanh', ([x]) => tf.tanh(x!)],
    ['exponential', ([x]) => tf.exp(x!)],
    ['square', ([x]) => tf.square(x!)],
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
