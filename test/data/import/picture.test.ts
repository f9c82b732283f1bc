import { expect, test } from 'vitest'
import { numbered } from '../../../src/data/import/picture.ts'

test.each([
  [0, '00000'],
  [59_999, '59999'],
  [123_456, '123456'],
])('picture %d is named %s', (index, name) => expect(numbered(index)).toBe(name))
