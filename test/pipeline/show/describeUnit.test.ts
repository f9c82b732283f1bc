// Covers src/pipeline/show/describeParameters.ts, src/pipeline/show/unitText.ts.
// Covers src/pipeline/show/fieldsOf.ts, src/pipeline/show/inline.ts, src/pipeline/show/wrap.ts.
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { builtIn, unitsOf } from '../../../src/kind/registry.ts'
import { vocabularyOf } from '../../../src/kind/vocabulary.ts'
import { describeUnit } from '../../../src/pipeline/show/describeUnit.ts'
import { inline } from '../../../src/pipeline/show/inline.ts'
import { unitText } from '../../../src/pipeline/show/unitText.ts'
import { wrap } from '../../../src/pipeline/show/wrap.ts'

const vocabulary = vocabularyOf(builtIn)
const described = unitsOf(builtIn).map((unit) => describeUnit(unit, vocabulary))
const unit = (name: string) => described.find((one) => one.name === name)!

describe.each(described)('$name ($kind)', (one) => {
  test('has a sentence for itself and for each parameter', () => {
    expect(one.summary).not.toBe('')
    // A value without a name of its own, such as the list of `zip`, is described by its unit.
    const named = one.parameters.filter(({ name }) => name !== '' && name !== 'any name')
    for (const { doc } of named) expect(doc).not.toBe('')
  })

  test('is no wider than 100 columns, its example aside', () => {
    const lines = unitText(one).split('\n')
    for (const line of lines.slice(0, lines.indexOf('example'))) expect(line.length).toBeLessThanOrEqual(100)
  })
})

test('a parameter shows its type, its range and its default', () => {
  expect(unitText(unit('confident'))).toContain('  atLeast  a number from 0 to 1, required')
  expect(unitText(unit('augment'))).toContain('  from      a field (image), default image')
})

test('fields that a unit reads and writes stand with their kinds', () => {
  expect(unit('confident').reads).toEqual(['from (distribution)'])
  expect(unit('confident').writes).toEqual(['writes (mask)'])
  expect(unit('augment').writes).toEqual(['every name (image)'])
})

test('a loss also shows what stands beside it', () => {
  expect(unit('entropy').beside.map(({ name }) => name)).toContain('weight')
  expect(unit('sgd').beside).toEqual([])
})

test('wrapped lines join to the text, and are wide only for a long word', () =>
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,12}$/), { minLength: 1 }),
      fc.integer({ min: 1, max: 40 }),
      (words, columns) => {
        const lines = wrap(words.join(' '), columns)
        expect(lines.join(' ')).toBe(words.join(' '))
        for (const line of lines) expect(line.length <= columns || !line.includes(' ')).toBe(true)
      },
    ),
  ))

test('a value of several levels is one line', () => {
  expect(inline({ sgd: { rate: { cosine: { peak: 0.1 } } } })).toBe('{ sgd: { rate: { cosine: { peak: 0.1 } } } }')
})
