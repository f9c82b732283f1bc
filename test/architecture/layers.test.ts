import { existsSync } from 'node:fs'
import { expect, test } from 'vitest'
import { rooms, violations } from './violations.ts'

test('every arrow of src points up, and every library is at home', () => {
  expect(violations('src')).toEqual([])
})

test('every room is a folder', () => {
  const missing = rooms.filter((room) => !existsSync(`src/${room}`))
  expect(missing).toEqual([])
})

test('a tree that breaks each rule', () => {
  expect(violations('fixtures/architecture/bad')).toEqual([
    'kind/lazy.ts: imports run/stream/late.ts',
    'prelude/time.ts: imports tensor/shape.ts',
    'prelude/time.ts: uses Math.random',
    'prelude/time.ts: uses Date.now',
    'prelude/time.ts: uses process.hrtime',
    'run/stream/late.ts: imports top.ts',
    'tensor/shape.ts: rxjs is not used in tensor',
    'tensor/shape.ts: rxjs is not used in tensor',
    'utils/stray.ts: utils is not a room',
  ])
})
