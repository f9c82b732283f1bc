import { expect, test } from 'vitest'
import { size } from './size.ts'

test('folders, files and functions are of a size to read', () => {
  expect(size('.')).toEqual([])
})

test('a tree that breaks each limit', () => {
  const limits = { functionLines: 4, fileLines: 11, entries: 3, single: [] }
  expect(size('fixtures/architecture/size', limits)).toEqual([
    'src/build: a name that says nothing or that tools skip',
    'src/build: a single entry',
    'src/full: 4 entries',
    'src/build/long.ts: 12 lines',
    'src/build/long.ts:6: long has 6 lines',
  ])
  expect(size('fixtures/architecture/size', { ...limits, single: ['src/build'] })).not.toContain(
    'src/build: a single entry',
  )
})
