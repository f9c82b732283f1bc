// Covers src/backend/onednn/kernels/normalization/forwardPass.ts.
// Covers src/backend/onednn/kernels/normalization/normalization.ts.
import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { greatestDifference, noise, openForTests, outputs, valuesOn } from '../../compare.ts'

beforeAll(() => void openForTests())

const epsilon = 1e-3

/** The textbook composition: result, mean, biased variance, and the gradients of x, scale and offset. */
const composed = (x: tf.Tensor, scale: tf.Tensor, offset: tf.Tensor, dy: tf.Tensor, slope: number): tf.Tensor[] => {
  const axes = x.shape.map((_, i) => i).slice(0, -1)
  const { mean, variance } = tf.moments(x, axes)
  const deviation = tf.sqrt(tf.add(variance, epsilon))
  const normalized = tf.div(tf.sub(x, mean), deviation)
  const linear = tf.add(tf.mul(normalized, scale), offset)
  const upstream = tf.mul(dy, tf.step(linear, slope))
  const dScale = tf.sum(tf.mul(upstream, normalized), axes)
  const dOffset = tf.sum(upstream, axes)
  const dx = tf.mul(
    tf.div(scale, deviation),
    tf.sub(tf.sub(upstream, tf.mean(upstream, axes)), tf.mul(normalized, tf.mean(tf.mul(upstream, normalized), axes))),
  )
  return [tf.leakyRelu(linear, slope), mean, variance, dx, dScale, dOffset]
}

const slopes = { none: 1, relu: 0, leakyRelu: 0.1 }

describe('BatchNormTraining', () => {
  test('normalizes two numbers by hand: 1 and 3 have mean 2, variance 1, and become -1 and 1 over sqrt(1 + 0)', async () => {
    const [y, mean, variance] = await valuesOn('onednn', () =>
      outputs(
        'BatchNormTraining',
        { x: tf.tensor2d([1, 3], [2, 1]), scale: tf.ones([1]), offset: tf.zeros([1]) },
        { epsilon: 0, activation: 'none' },
      ),
    )
    expect([...y!, ...mean!, ...variance!]).toEqual([-1, 1, 2, 1])
  })

  test('agrees with the composition, forward and backward, over ranks, channel counts and activations', async () => {
    const input = fc.record({
      shape: fc.tuple(
        fc.array(fc.integer({ min: 1, max: 6 }), { minLength: 1, maxLength: 3 }),
        fc.integer({ min: 1, max: 35 }),
      ),
      activation: fc.constantFrom<'none' | 'relu' | 'leakyRelu'>('none', 'relu', 'leakyRelu'),
    })
    await fc.assert(
      fc.asyncProperty(input, async ({ shape: [outer, channels], activation }) => {
        fc.pre(outer.reduce((a, b) => a * b) > 3)
        const shape = [...outer, channels]
        const random = () => [noise(shape, 1), noise([channels], 2), noise([channels], 3), noise(shape, 4)] as const
        const ours = await valuesOn('onednn', () => {
          const [x, scale, offset, dy] = random()
          const attributes = { epsilon, activation, slope: 0.1 }
          const [y, mean, variance] = outputs('BatchNormTraining', { x, scale, offset }, attributes) as [
            tf.Tensor,
            tf.Tensor,
            tf.Tensor,
          ]
          const back = outputs('BatchNormTrainingGrad', { dy, x, scale, offset, y, mean, variance }, attributes)
          return [y, mean, variance, ...back]
        })
        const theirs = await valuesOn('cpu', () => composed(...random(), slopes[activation]))
        return greatestDifference(ours, theirs) < 1e-4
      }),
      { seed: 23, numRuns: 80 },
    )
  })

  test('with leaky relu has the gradient of the composition, even if the output comes back in another tensor', async () => {
    const random = () => [noise([4, 5, 3], 1), noise([3], 2), noise([3], 3), noise([4, 5, 3], 4)] as const
    const attributes = { epsilon, activation: 'leakyRelu', slope: 0.1 }
    const ours = await valuesOn('onednn', () => {
      const [x, scale, offset, dy] = random()
      const [y, mean, variance] = outputs('BatchNormTraining', { x, scale, offset }, attributes)
      const copy = tf.tensor(Array.from(y!.dataSync()), y!.shape)
      const inputs = { dy, x, scale, offset, y: copy, mean: mean!, variance: variance! }
      return outputs('BatchNormTrainingGrad', inputs, attributes)
    })
    const theirs = await valuesOn('cpu', () => composed(...random(), 0.1).slice(3))
    expect(greatestDifference(ours, theirs)).toBeLessThan(1e-4)
  })
})
