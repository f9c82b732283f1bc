import { expect, test } from 'vitest'
import { type Form, imageIn, isBlocked, typeOf } from '../../../../src/backend/onednn/shape/form.ts'

const forms: readonly (readonly [form: Form, type: string, blocked: boolean])[] = [
  ['float32', 'float32', false],
  ['bfloat16', 'bfloat16', false],
  ['blocked', 'float32', true],
  ['blockedBfloat16', 'bfloat16', true],
]

test.each(forms)('%s: element type %s, blocks %s', (form, type, blocked) => {
  expect(typeOf(form)).toBe(type)
  expect(isBlocked(form)).toBe(blocked)
  expect(imageIn([1, 2, 3, 16], form)).toEqual({
    dims: [1, 16, 2, 3],
    type,
    strides: blocked ? 'blocked' : [96, 1, 48, 16],
  })
})

test('channels may come first, except in blocks', () => {
  expect(imageIn([1, 2, 3, 16], 'float32', false).strides).toEqual([96, 6, 3, 1])
  expect(imageIn([1, 2, 3, 16], 'blocked', false).strides).toBe('blocked')
})
