import { expect, test } from 'vitest'
import { columns } from '../../../src/cli/text/columns.ts'

test('the first column stands to the left, the others to the right, each as wide as its widest cell', () => {
  expect(
    columns([
      ['class', 'n'],
      ['a', '10'],
    ]),
  ).toBe('class   n\na      10')
})
