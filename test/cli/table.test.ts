import { expect, test } from 'vitest'
import { table } from '../../src/cli/table.ts'

test('the first columns stand to the left, the others to the right', () => {
  expect(
    table(
      [
        ['run', 'weights', 'last'],
        ['a', 'raw', '5'],
      ],
      2,
    ),
  ).toBe('run  weights  last\na    raw         5')
  expect(table([], 1)).toBe('')
})
