import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { list } from '../../../src/codec/combinator/collections.ts'
import { number } from '../../../src/codec/combinator/numbers.ts'
import { field, record } from '../../../src/codec/combinator/record.ts'
import { refine } from '../../../src/codec/combinator/refine.ts'
import { decodeOrMessages } from '../../support/decoding.ts'

const whole = number({ min: 0, whole: true })
const even = refine(whole, 'an even number of at least 0', (value) => value % 2 === 0)

describe('refine', () => {
  test('takes what fits both', () =>
    expect([0, 2, 100].map((value) => decodeOrMessages(even, value))).toEqual([0, 2, 100]))

  test('words both where the condition fails', () =>
    expect(decodeOrMessages(even, 3)).toEqual(['Expected an even number of at least 0, received 3']))

  test('leaves the message to the codec where that fails', () =>
    expect(decodeOrMessages(even, -2)).toEqual(['Expected a whole number of at least 0, received -2']))

  test('knows its values, and has the name and the shape of the codec', () => {
    expect([even.is(4), even.is(3), even.is('4')]).toEqual([true, false, false])
    expect(even.name).toBe('an even number of at least 0')
    expect(even.shape).toBe(whole.shape)
  })

  test('looks at decoded values, defaults included, and encodes like the codec', () => {
    const pair = record({ low: field(whole, 'the lower end', 0), high: field(whole, 'the upper end') })
    const ordered = refine(pair, 'low below high', ({ low, high }) => low < high)
    expect(decodeOrMessages(ordered, { high: 1 })).toEqual({ low: 0, high: 1 })
    expect(decodeOrMessages(ordered, { high: 0 })).toEqual(['Expected low below high, received {"high":0}'])
    expect(ordered.encode({ low: 0, high: 1 })).toEqual(pair.encode({ low: 0, high: 1 }))
  })

  test('names the place of a value inside others', () =>
    expect(decodeOrMessages(list(even), [2, 3])).toEqual(['Expected an even number of at least 0 at 1, received 3']))

  test('law: two conditions one after the other are both', () => {
    const sixth = refine(even, 'a multiple of 6', (value) => value % 3 === 0)
    fc.assert(
      fc.property(fc.nat(100), (value) => sixth.is(value) === (value % 6 === 0)),
      { seed: 131 },
    )
  })
})
