import { expect, test } from 'vitest'
import { deviation, mean, standardError } from '../../../bench/methods/statistics.ts'

test('mean, deviation of a sample and standard error of its mean', () => {
  // Mean 5; squares 4 + 1 + 9 = 14; 14 / 2 = 7.
  expect(mean([3, 4, 8])).toBe(5)
  expect(deviation([3, 4, 8])).toBe(Math.sqrt(7))
  expect(standardError([3, 4, 8])).toBeCloseTo(Math.sqrt(7 / 3), 12)
  expect(deviation([2, 2])).toBe(0)
})

test('one value has no deviation', () => {
  expect(mean([3])).toBe(3)
  expect(deviation([3])).toBeNull()
  expect(standardError([3])).toBeNull()
  expect(deviation([])).toBeNull()
})
