import { expect, test } from 'vitest'
import { twins } from './twins.ts'

test('every file of src has its test, and every test its file', () => {
  expect(twins('.')).toEqual([])
})

test('a tree with files that no test knows, and a test that knows too many', () => {
  expect(twins('fixtures/architecture/twins')).toEqual([
    'src/kind/alone.ts: no test/kind/alone.test.ts',
    'src/kind/passedOn.ts: no test/kind/passedOn.test.ts',
    'test/kind/mirrored.test.ts:1: covers src/kind/gone.ts, which does not exist',
  ])
})
