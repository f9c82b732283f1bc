import { expect, test } from 'vitest'
import { gauge } from '../../src/stream/gauge.ts'

test('a gauge counts what entered and what left', () => {
  const own = gauge()
  own.enter()
  own.enter()
  own.leave()
  expect([own.entered(), own.left()]).toEqual([2, 1])
})
