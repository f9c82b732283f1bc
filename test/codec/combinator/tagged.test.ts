import { describe, expect, test } from 'vitest'
import type { Codec } from '../../../src/codec/codec.ts'
import { count, magnitude } from '../../../src/codec/combinator/numbers.ts'
import { field, nothing, record } from '../../../src/codec/combinator/record.ts'
import { type Chosen, tagged, taggedWith } from '../../../src/codec/combinator/tagged.ts'
import { decodeOrMessages } from '../../support/decoding.ts'

const optimizer = tagged('an optimizer', {
  sgd: { summary: 'plain', params: record({ rate: field(magnitude, 'step', 0.1) }) },
  adam: { summary: 'adaptive', params: record({ rate: field(magnitude, 'step') }) },
  none: { summary: 'nothing', params: nothing },
})
const loss = taggedWith(
  'a loss',
  {
    entropy: { summary: 'entropy', params: nothing },
    hinge: { summary: 'hinge', params: record({ by: field(count, 'margin') }) },
  },
  { weight: field(magnitude, 'factor', 1) },
)

describe('tagged', () => {
  test('takes a name with parameters, or the name alone when each has a default', () => {
    expect(decodeOrMessages(optimizer, { sgd: { rate: 2 } })).toEqual({ name: 'sgd', params: { rate: 2 } })
    expect(decodeOrMessages(optimizer, 'sgd')).toEqual({ name: 'sgd', params: { rate: 0.1 } })
    expect(decodeOrMessages(optimizer, { none: null })).toEqual({ name: 'none', params: {} })
  })

  const all = 'an optimizer: one of sgd, adam, none'
  test.each([
    ['adm', `Expected ${all}, received "adm"; did you mean "adam"?`],
    [{ sdg: {} }, `Expected ${all} at sdg, received "sdg"; did you mean "sgd"?`],
    [{ toString: {} }, `Expected ${all} at toString, received "toString"`],
    [{}, `Expected ${all}, received {}`],
    [{ sgd: {}, adam: {} }, `Expected ${all}, received {"sgd":{},"adam":{}}`],
    [3, `Expected ${all}, received 3`],
    ['adam', 'Expected a number of at least 0 at adam.rate, received nothing'],
    [{ adam: {} }, 'Expected a number of at least 0 at adam.rate, received nothing'],
    [{ adam: { rate: -1 } }, 'Expected a number of at least 0 at adam.rate, received -1'],
  ])('%o', (value, message) => expect(decodeOrMessages(optimizer, value)).toEqual([message]))

  test('encodes as it is written', () => {
    const decoded = { name: 'sgd', params: { rate: 2 } } as const
    expect(optimizer.encode(decoded)).toEqual({ sgd: { rate: 2 } })
    expect(decodeOrMessages(optimizer, optimizer.encode(decoded))).toEqual(decoded)
  })

  test('knows its own, parameters included', () => {
    expect(optimizer.is({ name: 'sgd', params: { rate: 2 } })).toBe(true)
    expect(optimizer.is({ name: 'sgd', params: { rate: -2 } })).toBe(false)
    expect(optimizer.is({ name: 'toString', params: {} })).toBe(false)
  })

  test('may hold itself', () => {
    type Tree = Chosen<'leaf' | 'twig', unknown>
    const tree: Codec<Tree> = tagged('a tree', () => ({
      leaf: { summary: 'end', params: nothing },
      twig: { summary: 'goes on', params: record({ next: field(tree, 'what follows') }) },
    })) as Codec<Tree>
    expect(decodeOrMessages(tree, { twig: { next: { twig: { next: 'leaf' } } } })).toEqual({
      name: 'twig',
      params: { next: { name: 'twig', params: { next: { name: 'leaf', params: {} } } } },
    })
    expect(decodeOrMessages(tree, { twig: { next: 'leav' } })).toEqual([
      'Expected a tree: one of leaf, twig at twig.next, received "leav"; did you mean "leaf"?',
    ])
  })
})

describe('taggedWith', () => {
  test('takes fields beside the name', () => {
    expect(decodeOrMessages(loss, { hinge: { by: 2 }, weight: 3 })).toEqual({
      name: 'hinge',
      params: { by: 2 },
      weight: 3,
    })
    expect(decodeOrMessages(loss, 'entropy')).toEqual({ name: 'entropy', params: {}, weight: 1 })
  })

  test('reports both', () =>
    expect(decodeOrMessages(loss, { hinge: { by: 0 }, weight: -1 })).toEqual([
      'Expected a whole number of at least 1 at hinge.by, received 0',
      'Expected a number of at least 0 at weight, received -1',
    ]))

  test('offers both when a key is misspelled', () =>
    expect(decodeOrMessages(loss, { entropy: {}, wieght: 1 })).toEqual([
      'Expected a loss: one of entropy, hinge at wieght, received "wieght"; did you mean "weight"?',
    ]))

  test('encodes both', () =>
    expect(loss.encode({ name: 'hinge', params: { by: 2 }, weight: 3 })).toEqual({ hinge: { by: 2 }, weight: 3 }))
})
