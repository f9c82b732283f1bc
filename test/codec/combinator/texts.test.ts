import { describe, expect, test } from 'vitest'
import { choice, flag, text } from '../../../src/codec/combinator/texts.ts'
import { decodeOrMessages } from '../../support/decoding.ts'

describe('text', () => {
  test('takes any text, the empty one too', () => {
    expect(decodeOrMessages(text(), '')).toBe('')
    expect(decodeOrMessages(text(), 3)).toEqual(['Expected text, received 3'])
  })

  test('or text of a form', () => {
    const word = text('a word', /^[a-z]+$/)
    expect(decodeOrMessages(word, 'abc')).toBe('abc')
    expect(decodeOrMessages(word, 'a b')).toEqual(['Expected a word, received "a b"'])
  })
})

describe('flag', () => {
  test.each([true, false])('%s', (value) => expect(decodeOrMessages(flag, value)).toBe(value))

  test.each([
    ['true', '"true"'],
    [0, '0'],
  ])('not %s', (value, shown) =>
    expect(decodeOrMessages(flag, value)).toEqual([`Expected true or false, received ${shown}`]),
  )
})

describe('choice', () => {
  const fruit = choice('apple', 'pear')

  test('takes one of its words', () => expect(decodeOrMessages(fruit, 'pear')).toBe('pear'))

  test.each([
    ['peer', 'Expected one of "apple", "pear", received "peer"; did you mean "pear"?'],
    ['fig', 'Expected one of "apple", "pear", received "fig"'],
    [1, 'Expected one of "apple", "pear", received 1'],
  ])('not %s', (value, message) => expect(decodeOrMessages(fruit, value)).toEqual([message]))

  test('words a single choice plainly', () =>
    expect(decodeOrMessages(choice('only'), 'x')).toEqual(['Expected "only", received "x"']))
})
