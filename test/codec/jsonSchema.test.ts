import { describe, expect, test } from 'vitest'
import type { AnyCodec, Codec } from '../../src/codec/codec.ts'
import { list, map, mapWith } from '../../src/codec/combinator/collections.ts'
import { either } from '../../src/codec/combinator/either.ts'
import { count, number, probability } from '../../src/codec/combinator/numbers.ts'
import { optional } from '../../src/codec/combinator/optional.ts'
import { field, nothing, record } from '../../src/codec/combinator/record.ts'
import { type Chosen, tagged, taggedWith } from '../../src/codec/combinator/tagged.ts'
import { choice, flag, text } from '../../src/codec/combinator/texts.ts'
import { jsonSchema } from '../../src/codec/jsonSchema.ts'
import { modelName } from '../../src/codec/roles.ts'

const draft = 'https://json-schema.org/draft/2020-12/schema'
const parameter = { type: 'string', pattern: '^\\$[A-Za-z]' }
const orParameter = (schema: object): object => ({ anyOf: [schema, parameter] })
const schemaOf = (codec: AnyCodec): object => {
  const { $schema, $defs, ...rest } = jsonSchema(codec)
  return rest
}

describe('jsonSchema', () => {
  test('names its draft and takes a head', () =>
    expect(jsonSchema(text(), { title: 'a title' })).toEqual({
      $schema: draft,
      title: 'a title',
      type: 'string',
      $defs: {},
    }))

  test.each<[string, AnyCodec, object]>([
    ['a count', count, orParameter({ type: 'integer', minimum: 1 })],
    ['a probability', probability, orParameter({ type: 'number', minimum: 0, maximum: 1 })],
    ['an open range', number({ max: 1, open: true }), orParameter({ type: 'number', exclusiveMaximum: 1 })],
    ['a flag', flag, orParameter({ type: 'boolean' })],
    ['a choice', choice('a', 'b'), orParameter({ enum: ['a', 'b'] })],
    ['text of a form', text('a word', /^[a-z]+$/), { type: 'string', pattern: '^[a-z]+$' }],
    ['the name of a model', modelName, { type: 'string' }],
    ['a list', list(text()), { type: 'array', items: { type: 'string' } }],
    ['a list of a least length', list(text(), 2), { type: 'array', items: { type: 'string' }, minItems: 2 }],
    ['a map', map(text()), { type: 'object', additionalProperties: { type: 'string' } }],
    [
      'a map with fields of its own',
      mapWith(text(), { of: 'model' }, { from: field(text(), 'source', 'image') }),
      {
        type: 'object',
        properties: { from: { type: 'string', description: 'source', default: 'image' } },
        additionalProperties: { type: 'string' },
      },
    ],
    ['a value or nothing', optional(text()), { anyOf: [{ type: 'string' }, { type: 'null' }] }],
    [
      'one of two',
      either('x', text(), list(text())),
      { anyOf: [{ type: 'string' }, { type: 'array', items: { type: 'string' } }] },
    ],
  ])('%s', (_, codec, schema) => expect(schemaOf(codec)).toEqual(schema))

  test('a record is closed, with its words and defaults', () =>
    expect(schemaOf(record({ name: field(text(), 'what to call it'), size: field(count, 'pixels', 32) }))).toEqual({
      type: 'object',
      properties: {
        name: { type: 'string', description: 'what to call it' },
        size: { ...orParameter({ type: 'integer', minimum: 1 }), description: 'pixels', default: 32 },
      },
      additionalProperties: false,
      required: ['name'],
    }))

  test('a record without required fields may be left empty', () =>
    expect(schemaOf(record({ size: field(optional(text()), 'pixels', null) }))).toMatchObject({
      type: ['object', 'null'],
    }))

  test('alternatives become a definition, those without required parameters may be their name alone', () => {
    const codec = taggedWith(
      'a loss function',
      {
        entropy: { summary: 'of the prediction', params: nothing },
        hinge: { summary: 'with a margin', params: record({ by: field(text(), 'margin') }) },
      },
      { weight: field(text(), 'factor', '1') },
    )
    const schema = jsonSchema(record({ one: field(codec, 'a'), two: field(codec, 'b') }))
    expect(schema).toMatchObject({
      properties: { one: { $ref: '#/$defs/loss-function' }, two: { $ref: '#/$defs/loss-function' } },
    })
    const weight = { type: 'string', description: 'factor', default: '1' }
    expect(schema['$defs']).toEqual({
      'loss-function': {
        anyOf: [
          { enum: ['entropy'] },
          {
            type: 'object',
            description: 'of the prediction',
            properties: { entropy: { type: ['object', 'null'], properties: {}, additionalProperties: false }, weight },
            additionalProperties: false,
            required: ['entropy'],
          },
          {
            type: 'object',
            description: 'with a margin',
            properties: {
              hinge: {
                type: 'object',
                properties: { by: { type: 'string', description: 'margin' } },
                additionalProperties: false,
                required: ['by'],
              },
              weight,
            },
            additionalProperties: false,
            required: ['hinge'],
          },
        ],
      },
    })
  })

  test('alternatives that hold themselves end, and two nouns of one name stay apart', () => {
    const tree: Codec<Chosen> = tagged('a tree', () => ({
      twig: { summary: 'goes on', params: record({ next: field(tree, 'what follows') }) },
    })) as Codec<Chosen>
    const other = tagged('a tree', { oak: { summary: '', params: nothing } })
    const schema = jsonSchema(record({ one: field(tree, ''), two: field(other, '') }))
    expect(Object.keys(schema['$defs'] as object)).toEqual(['tree', 'tree-1'])
    expect(schema['$defs']).toMatchObject({
      tree: { anyOf: [{ properties: { twig: { properties: { next: { $ref: '#/$defs/tree' } } } } }] },
    })
  })
})
