import * as tf from '@tensorflow/tfjs-core'
import { beforeAll, describe, expect, it } from 'vitest'
import { InvariantViolation } from '../../src/prelude/errors.ts'
import { assertShape } from '../../src/tensor/index.ts'
import { useBackend } from '../support/useBackend.ts'

describe('assertShape', () => {
  beforeAll(() => useBackend('cpu'))

  it('accepts the sizes that were named, and any size where it is open', () => {
    expect(() => assertShape(tf.zeros([4, 10]), { batch: null, classes: 10 }, 'logits')).not.toThrow()
    expect(() => assertShape(tf.scalar(1), {}, 'total')).not.toThrow()
  })

  it.each([
    [[4, 9], 'Expected [batch 4, classes 10] at logits, received [4, 9]'],
    [[40], 'Expected [batch 4, classes 10] at logits, received [40]'],
    [[4, 10, 1], 'Expected [batch 4, classes 10] at logits, received [4, 10, 1]'],
  ])('refuses %j', (shape, message) => {
    expect(() => assertShape(tf.zeros(shape), { batch: 4, classes: 10 }, 'logits')).toThrow(
      new InvariantViolation(message),
    )
  })

  it('refuses a mask that kept a trailing dimension, which would broadcast to a square', () => {
    expect(() => assertShape(tf.zeros([8, 1]), { batch: 8 }, 'mask')).toThrow(
      'Expected [batch 8] at mask, received [8, 1]',
    )
  })
})
