import { expect, test } from 'vitest'
import { onlyTest } from './onlyTest.ts'

test('every test is called test', () => {
  expect(onlyTest('.')).toEqual([])
})

test('a tree with tests of another name', () => {
  expect(onlyTest('fixtures/architecture/onlyTest')).toEqual([
    'test/renamed.test.ts:1: imports it',
    'test/words.test.ts:1: imports it',
  ])
})
