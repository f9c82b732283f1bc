import * as tf from '@tensorflow/tfjs-core'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { greatestDifference, noise, openForTests, run, valuesOn } from '../compare.ts'

beforeAll(() => void openForTests())

describe('SoftmaxCrossEntropyWithLogits', () => {
  test('is log 2 for two equal logits, and the gap for logits that saturate a clipped softmax', async () => {
    const [loss] = await valuesOn('onednn', () =>
      run('SoftmaxCrossEntropyWithLogits', {
        logits: tf.tensor2d([0, 0, 1000, 0], [2, 2]),
        labels: tf.tensor2d([1, 0, 0, 1], [2, 2]),
      }),
    )
    expect(loss![0]).toBeCloseTo(Math.log(2), 6)
    expect(loss![1]).toBe(1000)
  })

  test('ignores a logit of minus infinity where the label is 0', async () => {
    const [loss] = await valuesOn('onednn', () =>
      run('SoftmaxCrossEntropyWithLogits', {
        logits: tf.tensor2d([3, Number.NEGATIVE_INFINITY], [1, 2]),
        labels: tf.tensor2d([1, 0], [1, 2]),
      }),
    )
    expect(loss![0]).toBe(0)
  })

  test('and its gradients agree with the composition, for labels that do not sum to 1', () =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 70 }),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(1000),
        async (n, c, seed) => {
          const random = () => [noise([n, c], seed), tf.abs(noise([n, c], seed + 1)), noise([n], seed + 2)] as const
          const ours = await valuesOn('onednn', () => {
            const [logits, labels, dy] = random()
            const loss = (a: tf.Tensor, b: tf.Tensor) => run('SoftmaxCrossEntropyWithLogits', { logits: a, labels: b })
            return [loss(logits, labels), ...tf.grads(loss)([logits, labels], dy)]
          })
          const theirs = await valuesOn('cpu', () => {
            const [logits, labels, dy] = random()
            const logProbabilities = tf.logSoftmax(logits)
            const column = tf.expandDims(dy, 1)
            return [
              tf.neg(tf.sum(tf.mul(labels, logProbabilities), 1)),
              tf.mul(column, tf.sub(tf.mul(tf.softmax(logits), tf.sum(labels, 1, true)), labels)),
              tf.neg(tf.mul(column, logProbabilities)),
            ]
          })
          return greatestDifference(ours, theirs) < 1e-5
        },
      ),
      { seed: 52, numRuns: 40 },
    ))
})
