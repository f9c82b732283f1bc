import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, test } from 'vitest'
import { InvariantViolation } from '../../src/prelude/errors.ts'
import { assertShape } from '../../src/tensor/assertShape.ts'
import { useBackend } from '../support/useBackend.ts'

describe('assertShape', () => {
  beforeAll(() => useBackend('cpu'))

  test('accepts the sizes that were named, and any size where it is open', () => {
    expect(() => assertShape(tf.zeros([4, 10]), { batch: null, classes: 10 }, 'logits')).not.toThrow()
    expect(() => assertShape(tf.scalar(1), {}, 'total')).not.toThrow()
  })

  test.each([
    [[4, 9], 'Expected [batch 4, classes 10] at logits, received [4, 9]'],
    [[40], 'Expected [batch 4, classes 10] at logits, received [40]'],
    [[4, 10, 1], 'Expected [batch 4, classes 10] at logits, received [4, 10, 1]'],
  ])('refuses %j', (shape, message) => {
    expect(() => assertShape(tf.zeros(shape), { batch: 4, classes: 10 }, 'logits')).toThrow(
      new InvariantViolation(message),
    )
  })

  test('refuses a mask that kept a trailing dimension, which would broadcast to a square', () => {
    expect(() => assertShape(tf.zeros([8, 1]), { batch: 8 }, 'mask')).toThrow(
      'Expected [batch 8] at mask, received [8, 1]',
    )
  })
})
