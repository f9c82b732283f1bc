import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { greatestDifference, noise, openForTests, run, valuesOn } from './compare.ts'

beforeAll(() => void openForTests())

describe('SoftmaxCrossEntropyWithLogits', () => {
  it('is log 2 for two equal logits, and the gap itself for logits so far apart that a clipped softmax would saturate', async () => {
    const [loss] = await valuesOn('onednn', () =>
      run('SoftmaxCrossEntropyWithLogits', {
        logits: tf.tensor2d([0, 0, 1000, 0], [2, 2]),
        labels: tf.tensor2d([1, 0, 0, 1], [2, 2]),
      }),
    )
    expect(loss![0]).toBeCloseTo(Math.log(2), 6)
    expect(loss![1]).toBe(1000)
  })

  it('lets a label of 0 ignore a logit of minus infinity', async () => {
    const [loss] = await valuesOn('onednn', () =>
      run('SoftmaxCrossEntropyWithLogits', {
        logits: tf.tensor2d([3, Number.NEGATIVE_INFINITY], [1, 2]),
        labels: tf.tensor2d([1, 0], [1, 2]),
      }),
    )
    expect(loss![0]).toBe(0)
  })

  it('and its gradients agree with the composition, for labels that do not sum to 1', async () => {
    const given = () => [noise([5, 7], 1), tf.abs(noise([5, 7], 2)), noise([5], 3)] as const
    const ours = await valuesOn('onednn', () => {
      const [logits, labels, dy] = given()
      const loss = (a: tf.Tensor, b: tf.Tensor) => run('SoftmaxCrossEntropyWithLogits', { logits: a, labels: b })
      return [loss(logits, labels), ...tf.grads(loss)([logits, labels], dy)]
    })
    const theirs = await valuesOn('cpu', () => {
      const [logits, labels, dy] = given()
      const logProbabilities = tf.logSoftmax(logits)
      const column = tf.expandDims(dy, 1)
      return [
        tf.neg(tf.sum(tf.mul(labels, logProbabilities), 1)),
        tf.mul(column, tf.sub(tf.mul(tf.softmax(logits), tf.sum(labels, 1, true)), labels)),
        tf.neg(tf.mul(column, logProbabilities)),
      ]
    })
    expect(greatestDifference(ours, theirs)).toBeLessThan(1e-5)
  })
})
