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

test('a folder keeps the terms of its first run, and other terms are an error', () => {
  const stored: Terms = { seconds: 60, threads: 1, clock: 'processor' }
  expect(termsOf({}, stored, 1, 8, 'out')).toEqual(stored)
  expect(() => termsOf({ seconds: 61 }, stored, 1, 8, 'out')).toThrow(
    'out was started with --seconds 60 --threads 1 --clock processor: use the same values, or choose another --out',
  )
})
