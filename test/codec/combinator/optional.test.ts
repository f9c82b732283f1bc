import { expect, test } from 'vitest'
import { count } from '../../../src/codec/combinator/numbers.ts'
import { optional } from '../../../src/codec/combinator/optional.ts'
import { field, record } from '../../../src/codec/combinator/record.ts'
import { decodeOrMessages } from '../../support/decoding.ts'

const codec = record({ limit: field(optional(count), 'most items', null) })

test('optional takes null, nothing and a value', () => {
  expect(decodeOrMessages(codec, {})).toEqual({ limit: null })
  expect(decodeOrMessages(codec, { limit: null })).toEqual({ limit: null })
  expect(decodeOrMessages(codec, { limit: 3 })).toEqual({ limit: 3 })
  expect(decodeOrMessages(codec, { limit: 0 })).toEqual(['Expected a whole number of at least 1 at limit, received 0'])
})

test('optional encodes both', () => {
  expect(optional(count).encode(null)).toBeNull()
  expect(optional(count).encode(3)).toBe(3)
  expect([optional(count).is(null), optional(count).is(0)]).toEqual([true, false])
})
