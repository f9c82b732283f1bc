import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { recordsGradients } from '../../src/tensor/recordsGradients.ts'
import { useBackend } from '../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

test('is true inside a function that is differentiated, and false before and after', () => {
  const inside: boolean[] = []
  const square = (x: tf.Tensor): tf.Tensor => {
    inside.push(recordsGradients())
    return tf.square(x)
  }
  const before = recordsGradients()
  tf.grad(square)(tf.scalar(3))
  expect([before, inside, recordsGradients()]).toEqual([false, [true], false])
  tf.tidy(() => square(tf.scalar(3)))
  expect(inside).toEqual([true, false])
})
