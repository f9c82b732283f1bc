import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { differentiate } from '../../src/tensor/differentiate.ts'
import { countTensors } from '../../src/tensor/ownership.ts'
import { useBackend } from '../support/useBackend.ts'

describe('differentiate', () => {
  beforeAll(() => useBackend('cpu'))

  test('returns the value, the gradients by name, and the other results of the pass', () => {
    // f(a, b) = sum(a^2 b): df/da = 2ab = (2*1*3, 2*2*4) = (6, 16); df/db = a^2 = (1, 4)
    tf.tidy(() => {
      const parameters = { a: tf.tensor1d([1, 2]), b: tf.tensor1d([3, 4]) }
      const { value, gradients, also } = differentiate(parameters, ({ a, b }) => ({
        value: tf.sum(tf.mul(tf.square(a!), b!)) as tf.Scalar,
        also: { product: tf.mul(a!, b!) },
      }))
      expect(value.dataSync()[0]).toBe(19)
      expect([...gradients['a']!.dataSync()]).toEqual([6, 16])
      expect([...gradients['b']!.dataSync()]).toEqual([1, 4])
      expect([...also['product']!.dataSync()]).toEqual([3, 8])
    })
  })

  test('has no gradient for a parameter that the value does not depend on', () => {
    tf.tidy(() => {
      const { gradients } = differentiate({ used: tf.scalar(2), unused: tf.scalar(3) }, ({ used }) => ({
        value: tf.square(used!) as tf.Scalar,
        also: {},
      }))
      expect(Object.keys(gradients)).toEqual(['used'])
    })
  })

  test('leaves only the tensors that it returns, and none inside a tidy', () => {
    const parameters = { a: tf.tensor1d([1, 2]) }
    const before = tf.memory().numTensors
    const call = () =>
      differentiate(parameters, ({ a }) => ({
        value: tf.sum(tf.exp(tf.mul(a!, 2))) as tf.Scalar,
        also: { passedThrough: parameters.a, negated: tf.neg(a!) },
      }))
    const result = tf.tidy(() => {
      const { value, gradients, also } = call()
      return { value, ...gradients, ...also }
    })
    expect(tf.memory().numTensors - before).toBe(countTensors(result))
    tf.dispose(result)
    tf.tidy(() => {
      call()
    })
    expect(tf.memory().numTensors).toBe(before)
    expect(parameters.a.isDisposed).toBe(false)
  })
})
