import * as E from 'fp-ts/lib/Either.js'
import * as t from 'io-ts'
import { describe, expect, test } from 'vitest'
import { field, record } from '../../src/codec/combinator/record.ts'
import { text } from '../../src/codec/combinator/texts.ts'
import { decode, show } from '../../src/codec/decode.ts'

describe('show', () => {
  test.each([
    [undefined, 'nothing'],
    [null, 'null'],
    [Number.NaN, 'not a number'],
    [Number.NEGATIVE_INFINITY, '-Infinity'],
    [-0.5, '-0.5'],
    ['', '""'],
    [{ a: [1] }, '{"a":[1]}'],
    ['x'.repeat(58), `"${'x'.repeat(58)}"`],
    ['x'.repeat(59), `"${'x'.repeat(58)}…`],
    [10n, '10'],
  ])('%s: %s', (value, shown) => expect(show(value)).toBe(shown))
})

describe('decode', () => {
  test('tells whether the key or the value is wrong', () => {
    const codec = record({ name: field(text(), 'a name') })
    expect(decode(codec)({ nane: 1 })).toEqual(
      E.left([
        {
          _tag: 'DeclarationError',
          path: ['nane'],
          expected: 'one of the keys name',
          received: '"nane"',
          nearest: 'name',
          onKey: true,
        },
        { _tag: 'DeclarationError', path: ['name'], expected: 'text', received: 'nothing' },
      ]),
    )
  })

  test('words the mistakes of plain io-ts codecs too', () =>
    expect(decode(t.array(t.number))([1, 'x'])).toEqual(
      E.left([{ _tag: 'DeclarationError', path: ['1'], expected: 'number', received: '"x"' }]),
    ))
})
