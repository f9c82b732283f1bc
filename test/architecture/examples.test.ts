import { beforeAll, expect, test } from 'vitest'
import { useBackend } from '../support/useBackend.ts'
import { examples, examplesIn, failures } from './examples.ts'

beforeAll(() => useBackend('cpu'))

test.each(examplesIn('.'))('$file:$line', async (example) => {
  expect(await failures('.', example)).toEqual([])
})

test('a tree with examples that are wrong', async () => {
  expect(await examples('fixtures/architecture/examples')).toEqual([
    'src/sum.ts:29: an expectation without an expression',
    'src/sum.ts:29: wrong() is 0, not 1',
    'src/sum.ts:29: alike is [ 0 ], not [ 1 ]',
    'src/sum.ts:34: nothing is expected',
    expect.stringMatching(/^src\/sum.ts:37: Error: Build failed with 1 error: .* Expected "=>" but found "\)"$/),
    'src/sum.ts:40: Error: Expected more',
  ])
})
