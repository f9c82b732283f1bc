import { isDeepStrictEqual } from 'node:util'
import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import { describe, expect, test } from 'vitest'
import type { AnyCodec, Field, Shape } from '../../src/codec/index.ts'
import { losses } from '../../src/kind/loss/losses.ts'
import { networks } from '../../src/kind/network/networks.ts'
import { optimizers } from '../../src/kind/optimizer/optimizers.ts'
import { operators } from '../../src/kind/registry.ts'
import { transforms } from '../../src/kind/transform/transforms.ts'
import { arbitraryWritten } from '../../src/testing/index.ts'

interface Declared {
  readonly name: string
  readonly summary: string
  readonly params: AnyCodec
}

const tables = { operators, losses, networks, optimizers, transforms }

const all = Object.entries(tables).flatMap(([table, entries]) =>
  Object.entries(entries as Readonly<Record<string, Declared>>).map(
    ([key, entry]) => [`${table}.${key}`, key, entry] as const,
  ),
)

const fieldsOf = (shape: Shape): Readonly<Record<string, Field>> => (shape.kind === 'record' ? shape.fields : {})

describe.each(all)('%s', (_, key, { name, summary, params }) => {
  test('is listed under its own name', () => {
    expect(name).toBe(key)
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

  test('gives back parameters that it has written', () => {
    fc.assert(
      fc.property(arbitraryWritten(params), (data) => {
        const decoded = params.decode(data)
        if (E.isLeft(decoded)) return false
        // What is compared is the data that was decoded with the data that was encoded, never an encoding with itself.
        return (
          params.is(decoded.right) && isDeepStrictEqual(params.decode(params.encode(decoded.right as never)), decoded)
        )
      }),
      { seed: 21, numRuns: 60 },
    )
  })
})
