import { expect, test } from 'vitest'
import { someNames } from '../../../src/data/ledger/someNames.ts'

test.each([
  ['abc', 'a, b, c'],
  ['abcde', 'a, b, c, d, e'],
  ['abcdefg', 'a, b, c, d, e and 2 more'],
])('%s: %s', (names, text) => expect(someNames([...names])).toBe(text))
