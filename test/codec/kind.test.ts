import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Codec } from '../../src/codec/codec.ts'
import { list } from '../../src/codec/combinator/collections.ts'
import { either } from '../../src/codec/combinator/either.ts'
import { number } from '../../src/codec/combinator/numbers.ts'
import { field, nothing, record } from '../../src/codec/combinator/record.ts'
import { choice } from '../../src/codec/combinator/texts.ts'
import { decode } from '../../src/codec/decode.ts'
import { jsonSchema } from '../../src/codec/jsonSchema.ts'
import { type Applied, applied, appliedWith, bind, kind } from '../../src/codec/kind.ts'
import { mentions } from '../../src/codec/mentions.ts'
import { reads } from '../../src/codec/roles.ts'
import { arbitraryWritten } from '../../src/testing/arbitrary.ts'
import { decodeOrMessages } from '../support/decoding.ts'

/** What a shape is used for: its area. */
type Area = () => number

/** The codecs that the units of this kind need. */
interface Shapes {
  readonly shape: Codec<Applied<'shape', Area>>
}

const defineShape = kind<'shape', Area>('shape')

const point = defineShape({ name: 'point', summary: 'no area', params: nothing, use: () => () => 0 })

const square = defineShape({
  name: 'square',
  summary: 'side times side',
  params: record({ side: field(number({ min: 0 }), 'length of a side', 1) }),
  use:
    ({ side }) =>
    () =>
      side ** 2,
})

/** A unit whose parameters are units of its own kind. */
const sum = defineShape({
  name: 'sum',
  summary: 'all areas together',
  params: ({ shape }: Shapes) =>
    record({ of: field(list(shape, 1), 'the shapes'), times: field(number(), 'factor', 1) }),
  use:
    ({ of, times }) =>
    () =>
      times * of.map(({ use }) => use()).reduce((a, b) => a + b, 0),
})

const table = { point, square, sum } as const
const codecs = {} as { shape: Codec<Applied<'shape', Area>> }
const bound = bind(table, codecs)
codecs.shape = applied('a shape', () => bound)
const { shape } = codecs

const areaOf = (data: unknown): number => {
  const decoded = decode(shape)(data)
  if (decoded._tag === 'Left') throw new Error(JSON.stringify(decoded.left))
  return decoded.right.use()
}

describe('kind', () => {
  test('adds the word to a definition, and leaves the rest as it is', () => {
    expect(square).toMatchObject({ kind: 'shape', name: 'square', summary: 'side times side' })
    expect(square.use({ side: 3 })()).toBe(9)
  })
})

describe('a choice of a kind', () => {
  test('decodes to the unit that is named, applied to its parameters', () => {
    const decoded = decodeOrMessages(shape, { square: { side: 3 } })
    expect(decoded).toMatchObject({ kind: 'shape', name: 'square', params: { side: 3 } })
    expect((decoded as Applied<'shape', Area>).use()).toBe(9)
  })

  test('applies defaults: a name alone', () =>
    expect([areaOf('square'), areaOf({ square: null }), areaOf('point')]).toEqual([1, 1, 0]))

  test('recurs through codecs of its own kind: 2 * (9 + (4 + 1))', () =>
    expect(
      areaOf({
        sum: { times: 2, of: [{ square: { side: 3 } }, { sum: { of: [{ square: { side: 2 } }, 'square'] } }] },
      }),
    ).toBe(28))

  test.each([
    ['sqare', ['Expected a shape: one of point, square, sum, received "sqare"; did you mean "square"?']],
    [{ square: { side: -1 } }, ['Expected a number of at least 0 at square.side, received -1']],
    [{ square: {}, point: {} }, ['Expected a shape: one of point, square, sum, received {"square":{},"point":{}}']],
    [
      { sum: { of: ['point', { square: { side: -1 } }, { sum: { of: [] } }] } },
      [
        'Expected a number of at least 0 at sum.of.1.square.side, received -1',
        'Expected a list of at least 1 at sum.of.2.sum.of, received []',
      ],
    ],
    [3, ['Expected a shape: one of point, square, sum, received 3']],
  ])('%j is refused', (data, messages) => expect(decodeOrMessages(shape, data)).toEqual(messages))

  test('law: encode is the inverse of decode', () => {
    fc.assert(
      fc.property(arbitraryWritten(shape), (data) => {
        const once = decodeOrMessages(shape, data) as Applied<'shape', Area>
        const written = shape.encode(once)
        const again = decodeOrMessages(shape, written) as Applied<'shape', Area>
        return JSON.stringify(shape.encode(again)) === JSON.stringify(written) && Object.is(again.use(), once.use())
      }),
      { seed: 121 },
    )
  })

  test('knows its own values by what they were applied to', () => {
    expect(shape.is(decodeOrMessages(shape, 'square'))).toBe(true)
    expect(shape.is({ name: 'square', params: { side: 1 } })).toBe(false)
    expect(shape.is({ kind: 'shape', name: 'cube', params: {}, use: () => 1 })).toBe(false)
  })

  test('has the schema of a choice, in which a kind that refers to itself is a definition', () =>
    expect(JSON.stringify(jsonSchema(shape))).toContain('"$ref"'))
})

describe('bind', () => {
  test('makes the codec of a unit when it is first needed, once', () => {
    let calls = 0
    const lazy = defineShape({
      name: 'lazy',
      summary: 'counts how often its codec is made',
      params: () => {
        calls += 1
        return nothing
      },
      use: () => () => 1,
    })
    const units = bind({ lazy }, {})
    expect(calls).toBe(0)
    expect(units['lazy']!.params).toBe(units['lazy']!.params)
    expect(calls).toBe(1)
  })

  test('takes a codec as it is', () => expect(bound['square']!.params).toBe(square.params))

  test('hands on the word, the summary and the use', () =>
    expect(bound['square']).toMatchObject({ kind: 'shape', summary: square.summary, use: square.use }))
})

describe('a choice with fields beside it', () => {
  const beside = appliedWith('a shape', () => bound, {
    from: field(reads('images'), 'the field'),
    mode: field(choice('fast', 'exact'), 'how', 'fast'),
  })

  test('decodes both', () => {
    const decoded = decodeOrMessages(beside, { square: { side: 2 }, from: 'weak' })
    expect(decoded).toMatchObject({ kind: 'shape', name: 'square', params: { side: 2 }, from: 'weak', mode: 'fast' })
  })

  test('encodes both', () => {
    const data = { square: { side: 2 }, from: 'weak', mode: 'exact' }
    expect(beside.encode(decodeOrMessages(beside, data) as never)).toEqual(data)
  })

  test('says which names are beside', () =>
    expect(
      mentions(beside, decodeOrMessages(beside, { point: {}, from: 'weak' })).map(({ name, path }) => [name, path]),
    ).toEqual([['weak', ['from']]]))

  test.each([
    [{ point: {} }, ['Expected a field (images) at from, received nothing']],
    [
      { point: {}, from: 'weak', mode: 'fest' },
      ['Expected one of "fast", "exact" at mode, received "fest"; did you mean "fast"?'],
    ],
    [
      { point: {}, form: 'weak' },
      ['Expected a shape: one of point, square, sum at form, received "form"; did you mean "from"?'],
    ],
  ])('%j is refused', (data, messages) => expect(decodeOrMessages(beside, data)).toEqual(messages))
})

test('a kind stands beside others in a choice of kinds: a number or a shape', () => {
  const amount = either('a number or a shape', number(), shape)
  expect(decodeOrMessages(amount, 3)).toBe(3)
  expect(decodeOrMessages(amount, 'point')).toMatchObject({ kind: 'shape', name: 'point' })
  expect(amount.encode(decodeOrMessages(amount, { square: { side: 2 } }) as never)).toEqual({ square: { side: 2 } })
})
