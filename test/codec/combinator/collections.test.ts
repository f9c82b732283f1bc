import { describe, expect, test } from 'vitest'
import { list, map, mapWith } from '../../../src/codec/combinator/collections.ts'
import { count } from '../../../src/codec/combinator/numbers.ts'
import { field } from '../../../src/codec/combinator/record.ts'
import { text } from '../../../src/codec/combinator/texts.ts'
import { decodeOrMessages } from '../../support/decoding.ts'

describe('list', () => {
  test('takes every item or reports every mistake', () => {
    expect(decodeOrMessages(list(count), [1, 2])).toEqual([1, 2])
    expect(decodeOrMessages(list(count), [])).toEqual([])
    expect(decodeOrMessages(list(count), [1, 0, 'x'])).toEqual([
      'Expected a whole number of at least 1 at 1, received 0',
      'Expected a whole number of at least 1 at 2, received "x"',
    ])
  })

  test('of a least length', () => {
    expect(decodeOrMessages(list(count, 2), [1, 2])).toEqual([1, 2])
    expect(decodeOrMessages(list(count, 2), [1])).toEqual(['Expected a list of at least 2, received [1]'])
  })

  test('is no other thing', () =>
    expect(decodeOrMessages(list(count), { 0: 1 })).toEqual(['Expected a list, received {"0":1}']))

  test('knows its own', () => {
    expect(list(count).is([1])).toBe(true)
    expect(list(count).is([0])).toBe(false)
    expect(list(count).encode([1])).toEqual([1])
  })
})

describe('map', () => {
  test('takes any names or reports every mistake', () => {
    expect(decodeOrMessages(map(count), { a: 1, b: 2 })).toEqual({ a: 1, b: 2 })
    expect(decodeOrMessages(map(count), { a: 0, b: 2, c: null })).toEqual([
      'Expected a whole number of at least 1 at a, received 0',
      'Expected a whole number of at least 1 at c, received null',
    ])
    expect(decodeOrMessages(map(count), [1])).toEqual(['Expected a map of names, received [1]'])
  })

  test('keeps names that mean something to JavaScript', () => {
    const decoded = decodeOrMessages(map(count), JSON.parse('{"__proto__": 1, "constructor": 2}'))
    expect(JSON.stringify(decoded)).toBe('{"__proto__":1,"constructor":2}')
  })

  test('knows its own', () => {
    expect(map(count).is({ a: 1 })).toBe(true)
    expect(map(count).is({ a: 0 })).toBe(false)
    expect(map(count).encode({ a: 1 })).toEqual({ a: 1 })
  })
})

describe('mapWith', () => {
  const views = mapWith(count, { of: 'write', kind: 'images' }, { from: field(text(), 'what is read', 'image') })

  test('tells names that are fields from free names', () => {
    expect(decodeOrMessages(views, { weak: 1, from: 'x', strong: 2 })).toEqual({
      from: 'x',
      entries: { weak: 1, strong: 2 },
    })
    expect(decodeOrMessages(views, {})).toEqual({ from: 'image', entries: {} })
  })

  test('reports the mistakes of both', () => {
    expect(decodeOrMessages(views, { weak: 0, from: 3 })).toEqual([
      'Expected text at from, received 3',
      'Expected a whole number of at least 1 at weak, received 0',
    ])
    expect(decodeOrMessages(views, [])).toEqual(['Expected a map of names, received []'])
  })

  test('encodes as it is written, and knows its own', () => {
    const value = { from: 'x', entries: { weak: 1 } }
    expect(views.encode(value)).toEqual({ from: 'x', weak: 1 })
    expect([views.is(value), views.is({ from: 'x', entries: { weak: 0 } }), views.is({ weak: 1 })]).toEqual([
      true,
      false,
      false,
    ])
  })
})
