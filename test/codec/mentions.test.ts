import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { AnyCodec, Codec } from '../../src/codec/codec.ts'
import { list, map, mapWith } from '../../src/codec/combinator/collections.ts'
import { either } from '../../src/codec/combinator/either.ts'
import { count } from '../../src/codec/combinator/numbers.ts'
import { optional } from '../../src/codec/combinator/optional.ts'
import { field, record } from '../../src/codec/combinator/record.ts'
import { tagged, taggedWith } from '../../src/codec/combinator/tagged.ts'
import { flag, text } from '../../src/codec/combinator/texts.ts'
import { mentions } from '../../src/codec/mentions.ts'
import { modelName, reads, writes } from '../../src/codec/roles.ts'

const said = <A>(codec: Codec<A>, given: unknown): readonly string[] => {
  const decoded = codec.decode(given)
  if (E.isLeft(decoded)) throw new Error('Expected a value that decodes')
  return mentions(codec, decoded.right).map(({ name, role, path }) => `${role.of} ${name} at ${path.join('.')}`)
}
const image = reads('images')

describe('mentions', () => {
  test.each<[string, AnyCodec]>([
    ['text', text()],
    ['a number', count],
    ['a flag', flag],
  ])('%s mentions nothing', (_, codec) => expect(mentions(codec, 'weak')).toEqual([]))

  test('a record and a list, with the path', () => {
    const codec = record({
      of: field(list(image), 'images'),
      model: field(modelName, 'model'),
      name: field(text(), 'a name'),
    })
    expect(said(codec, { of: ['weak', 'strong'], model: 'student', name: 'x' })).toEqual([
      'read weak at of.0',
      'read strong at of.1',
      'model student at model',
    ])
  })

  test('the names of a map, and its values', () =>
    expect(said(map(image, { of: 'write', kind: 'images' }), { a: 'b' })).toEqual(['write a at a', 'read b at a']))

  test('a map with fields of its own', () => {
    const codec = mapWith(text(), { of: 'write', kind: 'images' }, { from: field(image, 'what is read', 'image') })
    expect(said(codec, { weak: 'flip', strong: 'cut' })).toEqual([
      'read image at from',
      'write weak at weak',
      'write strong at strong',
    ])
  })

  test('the chosen alternative and what stands beside it', () => {
    const codec = taggedWith(
      'a loss',
      { entropy: { summary: '', params: record({ of: field(image, 'images') }) } },
      { mask: field(optional(reads('mask')), 'mask', null) },
    )
    expect(said(codec, { entropy: { of: 'weak' }, mask: 'sure' })).toEqual([
      'read weak at entropy.of',
      'read sure at mask',
    ])
    expect(said(codec, { entropy: { of: 'weak' } })).toEqual(['read weak at entropy.of'])
  })

  test('whichever of two took the value', () => {
    const codec = either(
      'a field or a choice',
      writes('mask'),
      tagged('a choice', { of: { summary: '', params: record({ it: field(image, '') }) } }),
    )
    expect(said(codec, 'sure')).toEqual(['write sure at '])
    expect(said(codec, { of: { it: 'weak' } })).toEqual(['read weak at of.it'])
  })
})
