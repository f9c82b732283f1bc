import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { count, probability } from '../../../src/codec/combinator/numbers.ts'
import { field, nothing, record } from '../../../src/codec/combinator/record.ts'
import { text } from '../../../src/codec/combinator/texts.ts'
import { decodeOrMessages } from '../../support/decoding.ts'

const person = record({
  name: field(text(), 'what to call them'),
  age: field(count, 'years'),
  share: field(probability, 'of the whole', 0.5),
})

describe('record', () => {
  test('fills in what is left out, once and here', () => {
    expect(decodeOrMessages(person, { name: 'a', age: 3 })).toEqual({ name: 'a', age: 3, share: 0.5 })
    expect(decodeOrMessages(person, { name: 'a', age: 3, share: 0 })).toEqual({ name: 'a', age: 3, share: 0 })
  })

  test('reports everything at once: unknown keys with the nearest known, missing ones, wrong values', () =>
    expect(decodeOrMessages(person, { nam: 'a', age: 0, Share: 0.1, zzz: 1 })).toEqual([
      'Expected one of the keys name, age, share at nam, received "nam"; did you mean "name"?',
      'Expected one of the keys name, age, share at Share, received "Share"; did you mean "share"?',
      'Expected one of the keys name, age, share at zzz, received "zzz"',
      'Expected text at name, received nothing',
      'Expected a whole number of at least 1 at age, received 0',
    ]))

  test('of fields with defaults may be left empty', () => {
    const defaults = record({ share: field(probability, 'of the whole', 0.5) })
    expect(decodeOrMessages(defaults, null)).toEqual({ share: 0.5 })
    expect(decodeOrMessages(defaults, {})).toEqual({ share: 0.5 })
  })

  test('is no list and no text', () => {
    expect(decodeOrMessages(person, [])).toEqual(['Expected a record of name, age, share, received []'])
    expect(decodeOrMessages(person, 'x')).toEqual(['Expected a record of name, age, share, received "x"'])
  })

  test('without fields takes no key', () => {
    expect(decodeOrMessages(nothing, {})).toEqual({})
    expect(decodeOrMessages(nothing, { a: 1 })).toEqual(['Expected no key here at a, received "a"'])
  })

  test('does not take inherited names for keys', () => {
    const strange = record({ constructor: field(count, 'a count') })
    expect(decodeOrMessages(strange, {})).toEqual([
      'Expected a whole number of at least 1 at constructor, received nothing',
    ])
    expect(decodeOrMessages(person, JSON.parse('{"name":"a","age":1,"__proto__":{}}'))).toEqual([
      'Expected one of the keys name, age, share at __proto__, received "__proto__"',
    ])
  })

  test('nested, a mistake has its path', () =>
    expect(decodeOrMessages(record({ a: field(record({ b: field(count, '') }), '') }), { a: { b: 0 } })).toEqual([
      'Expected a whole number of at least 1 at a.b, received 0',
    ]))
})

describe('laws', () => {
  test('decoding what was encoded gives it back', () =>
    fc.assert(
      fc.property(
        fc.record({
          name: fc.string(),
          age: fc.integer({ min: 1 }),
          share: fc.double({ min: 0, max: 1, noNaN: true }),
        }),
        (value) => JSON.stringify(decodeOrMessages(person, person.encode(value))) === JSON.stringify(value),
      ),
      { seed: 61 },
    ))

  test('every misspelled key is reported', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('name', 'age', 'share'),
        fc.nat({ max: 5 }),
        fc.constantFrom(...'abcdefghijklmnopqrstuvwxyz'),
        (key, at, letter) => {
          const typo = key.slice(0, at) + letter + key.slice(at + 1)
          const decoded = decodeOrMessages(person, { name: 'a', age: 1, [typo]: 1 })
          return (
            ['name', 'age', 'share'].includes(typo) ||
            (Array.isArray(decoded) && decoded.some((m) => m.includes(`at ${typo}`)))
          )
        },
      ),
      { seed: 62 },
    ))
})
