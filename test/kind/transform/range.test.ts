import * as E from 'fp-ts/lib/Either.js'
import { expect, test } from 'vitest'
import { decode, number } from '../../../src/codec/index.ts'
import { range, uniformIn } from '../../../src/kind/transform/range.ts'
import { keyOf } from '../../../src/prelude/key.ts'

const shares = range(number({ min: 0, max: 1 }))

test('takes two ends in order, equal ones too, and gives them back', () => {
  expect(decode(shares)([0.2, 0.8])).toEqual(E.right([0.2, 0.8]))
  expect(decode(shares)([0.5, 0.5])).toEqual(E.right([0.5, 0.5]))
  expect(shares.encode([0.2, 0.8])).toEqual([0.2, 0.8])
  expect([shares.is([0, 1]), shares.is([1, 0]), shares.is([0]), shares.is([0, 2])]).toEqual([true, false, false, false])
})

test('a number drawn from a range lies in it; equal ends fix it', () => {
  const drawn = Array.from({ length: 100 }, (_, seed) => uniformIn(keyOf(seed), [2, 3]))
  expect(drawn.every((value) => value >= 2 && value < 3)).toBe(true)
  expect(uniformIn(keyOf(1), [2, 2])).toBe(2)
})
