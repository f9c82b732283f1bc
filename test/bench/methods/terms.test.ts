import { expect, test } from 'vitest'
import { type Terms, termsOf } from '../../../bench/methods/terms.ts'

test('defaults: two minutes, all processors by the wall clock; several jobs have one thread each, by processor time', () => {
  expect(termsOf({}, null, 1, 8, 'out')).toEqual({ seconds: 120, threads: 8, clock: 'wall' })
  expect(termsOf({}, null, 2, 8, 'out')).toEqual({ seconds: 120, threads: 1, clock: 'processor' })
  expect(termsOf({ threads: 2, clock: 'processor', seconds: 5 }, null, 2, 8, 'out')).toEqual({
    seconds: 5,
    threads: 2,
    clock: 'processor',
  })
})

test('a folder goes on as it was begun; other terms are an error', () => {
  const stored: Terms = { seconds: 60, threads: 1, clock: 'processor' }
  expect(termsOf({}, stored, 1, 8, 'out')).toEqual(stored)
  expect(() => termsOf({ seconds: 61 }, stored, 1, 8, 'out')).toThrow(
    'out was begun with --seconds 60 --threads 1 --clock processor: go on with that, or choose another --out',
  )
})
