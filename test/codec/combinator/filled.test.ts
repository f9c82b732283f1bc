import { describe, expect, test } from 'vitest'
import { filled } from '../../../src/codec/combinator/filled.ts'
import { number } from '../../../src/codec/combinator/numbers.ts'
import { field, nothing, record } from '../../../src/codec/combinator/record.ts'
import { InvariantViolation } from '../../../src/prelude/errors.ts'

const params = record({ rate: field(number({ min: 0 }), 'the rate', 0.1), times: field(number(), 'how often') })

describe('filled', () => {
  test('puts the defaults into data', () => expect(filled(params, { times: 3 })).toEqual({ rate: 0.1, times: 3 }))

  test('makes the codec of a unit that needs no others', () => {
    expect(filled(() => params, { times: 3, rate: 0 })).toEqual({ rate: 0, times: 3 })
    expect(filled(nothing, null)).toEqual({})
  })

  test('takes a mistake for a bug, and shows the data', () => {
    expect(() => filled(params, { rate: -1 })).toThrow(InvariantViolation)
    expect(() => filled(params, { rate: -1 })).toThrow('Expected data of its own codec, received {"rate":-1}')
  })
})
