import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import { isObject } from '../../src/codec/combinator/record.ts'
import type { AnyCodec, Field, Shape, Unit } from '../../src/codec/index.ts'
import { builtIn, kinds, operatorKinds } from '../../src/kind/registry.ts'
import { arbitraryWritten } from '../../src/testing/index.ts'
import { paramsOf } from '../../src/testing/paramsOf.ts'
import { refusals, vocabulary } from '../support/vocabulary.ts'

type AnyUnit = Unit<string, unknown, unknown>

const all = kinds.flatMap((kind) =>
  Object.entries(builtIn[kind] as unknown as Readonly<Record<string, AnyUnit>>).map(
    ([key, unit]) => [`${kind}.${key}`, key, unit] as const,
  ),
)

/** The codec of what a pipeline file writes in place of a unit of a kind. */
const codecFor = (kind: string): AnyCodec => {
  switch (kind) {
    case 'loss':
      return vocabulary.term
    case 'transform':
      return vocabulary.policy
    case 'network':
      return vocabulary.network
    case 'optimizer':
      return vocabulary.optimizer
    case 'schedule':
      return vocabulary.schedule
    default:
      return vocabulary.operator
  }
}

const fieldsOf = (shape: Shape): Readonly<Record<string, Field>> => (shape.kind === 'record' ? shape.fields : {})

/** Decoded data without functions: an applied unit is new each time that it is decoded. */
const plain = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(plain)
  if (!isObject(value)) return value
  const data = Object.entries(value).filter(([, inner]) => typeof inner !== 'function')
  return Object.fromEntries(data.map(([name, inner]) => [name, plain(inner)]))
}

describe.each(all)('%s', (_, key, unit) => {
  const { kind, name, summary, example } = unit
  const params = paramsOf(unit)

  test('is listed under its own name, in the table of its kind', () => {
    expect(name).toBe(key)
    expect(kinds).toContain(kind)
    expect((builtIn as Readonly<Record<string, Readonly<Record<string, unknown>>>>)[kind]?.[name]).toBe(unit)
  })

  test('describes itself in words', () => {
    expect(summary).toMatch(/^[A-Za-z].{9,}[^.]$/)
    for (const { doc } of Object.values(fieldsOf(params.shape))) expect(doc).toMatch(/^\S.{3,}[^.]$/)
  })

  test('has fallbacks that it accepts', () => {
    for (const { codec, fallback } of Object.values(fieldsOf(params.shape))) {
      if (fallback !== undefined) expect(E.isRight(codec.decode(fallback))).toBe(true)
    }
  })

  test('has an example that decodes, and defaults for all its parameters where it has none', () => {
    expect(refusals(codecFor(kind), example ?? name)).toEqual([])
  })

  test('gives back parameters that it has written', () => {
    fc.assert(
      fc.property(arbitraryWritten(params), (data) => {
        const decoded = params.decode(data)
        if (E.isLeft(decoded) || !params.is(decoded.right)) return false
        // What is compared is the data that was decoded with the data that was encoded, never an encoding with itself.
        const again = params.decode(params.encode(decoded.right))
        return E.isRight(again) && isDeepStrictEqual(plain(again.right), plain(decoded.right))
      }),
      { seed: 21, numRuns: 60 },
    )
  })
})

test('operators of flows share one set of names', () => {
  const names = operatorKinds.flatMap((kind) => Object.keys(builtIn[kind]))
  expect(names).toEqual([...new Set(names)])
})
