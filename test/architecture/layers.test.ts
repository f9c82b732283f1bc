import { readdirSync } from 'node:fs'
import { expect, test } from 'vitest'
import { layers, violations } from './violations.ts'

test('every arrow of src points up, and every library is at home', () => {
  expect(violations('src')).toEqual([])
})

test('every layer is a folder', () => {
  const folders = readdirSync('src', { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? [entry.name] : [],
  )
  expect(folders.sort()).toEqual([...layers].sort())
})

test('a tree that breaks each rule', () => {
  expect(violations('fixtures/architecture/bad')).toEqual([
    'kind/lazy.ts: imports run/late.ts',
    'prelude/time.ts: imports tensor/shape.ts',
    'prelude/time.ts: uses Math.random',
    'prelude/time.ts: uses Date.now',
    'prelude/time.ts: uses process.hrtime',
    'run/late.ts: imports top.ts',
    'tensor/shape.ts: rxjs is not used in tensor',
    'tensor/shape.ts: rxjs is not used in tensor',
    'utils/stray.ts: utils is not a layer',
  ])
})
