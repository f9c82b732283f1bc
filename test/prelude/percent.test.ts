import { expect, test } from 'vitest'
import { percent } from '../../src/prelude/percent.ts'

test.each([
  [0, 2, '0.00 %'],
  [0.97314, 2, '97.31 %'],
  [0.97314, 1, '97.3 %'],
  [1, 0, '100 %'],
  [null, 2, '-'],
])('%s with %i digits is %s', (share, digits, text) => expect(percent(share, digits)).toBe(text))

test('two digits by default', () => {
  expect(percent(0.5)).toBe('50.00 %')
})
