import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, expect, test } from 'vitest'
import { pixelValues } from '../../../src/tensor/operation/pixelValues.ts'
import { useBackend } from '../../support/useBackend.ts'

beforeAll(() => useBackend('cpu'))

test('takes -1 to 0, 0 to 0.5 and 1 to 1, one row for each image', () => {
  const images = tf.tensor4d([-1, 0, 1, 0.5, -0.5, 1], [2, 1, 3, 1])
  // (v + 1) / 2
  expect(pixelValues(images).arraySync()).toEqual([
    [0, 0.5, 1],
    [0.75, 0.25, 1],
  ])
  expect(pixelValues(tf.zeros([2, 4, 3, 3])).shape).toEqual([2, 36])
})
