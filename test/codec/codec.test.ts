import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { expect, test } from 'vitest'
import { fail, problem, under } from '../../src/codec/codec.ts'
import { number } from '../../src/codec/combinator/numbers.ts'

const context: t.Context = [{ key: '', type: t.unknown }]

test('a problem carries what was expected, and more where it is known', () => {
  expect(problem(3, context, 'text')).toEqual({ value: 3, context, message: 'text', expected: 'text' })
  expect(problem(3, context, 'text', { nearest: 'four', onKey: true })).toMatchObject({ nearest: 'four', onKey: true })
})

test('a failure is one problem, with the nearest word where there is one', () => {
  expect(fail(3, context, 'text')).toEqual(E.left([problem(3, context, 'text')]))
  expect(fail('a', context, 'b', 'b')).toEqual(E.left([problem('a', context, 'b', { nearest: 'b' })]))
})

test('a context one level deeper ends in the key', () => {
  const deeper = under(context, 'rate', number(), 3)
  expect(deeper.map(({ key }) => key)).toEqual(['', 'rate'])
  expect(deeper.at(-1)).toMatchObject({ actual: 3 })
})

test('a codec says what it accepts as data', () =>
  expect(number({ min: 0 }).shape).toEqual({
    kind: 'number',
    min: 0,
    max: Number.POSITIVE_INFINITY,
    open: false,
    whole: false,
  }))
