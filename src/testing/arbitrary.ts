import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { AnyCodec, Codec, Field, Shape } from '../codec/index.ts'
import { InvariantViolation } from '../prelude/errors.ts'
import { accepting } from './accepting.ts'

/** The names that a pipeline file would declare. */
const names = {
  model: 'student',
  flow: 'labeled',
  head: 'label',
  ledger: 'labels',
  state: 'memory',
  weights: 'average',
} as const

const depthLimit = 3

/**
 * The range of a number without a bound. It is small, because a large size would mean an image of a terabyte.
 */
const reach = 40

const numberOf = ({ min, max, open, whole }: Extract<Shape, { kind: 'number' }>): fc.Arbitrary<number> => {
  const lowest = Number.isFinite(min) ? min : Math.min(-reach, max)
  const highest = Number.isFinite(max) ? max : lowest + 2 * reach
  if (whole) return fc.integer({ min: lowest, max: open ? highest - 1 : highest })
  return fc.double({ min: lowest, max: highest, noNaN: true, maxExcluded: open && Number.isFinite(max) })
}

const textOf = ({ pattern, role }: Extract<Shape, { kind: 'text' }>): fc.Arbitrary<string> => {
  if (role === undefined) return pattern === undefined ? fc.string() : fc.stringMatching(pattern)
  return role.of === 'read' || role.of === 'write' ? fieldName : fc.constant(names[role.of])
}

const fieldName = fc.stringMatching(/^[a-z][a-z0-9]{0,7}(\.[a-z][a-z0-9]{0,7})?$/)

const recordOf = (fields: Readonly<Record<string, Field>>, depth: number): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(
    Object.fromEntries(Object.entries(fields).map(([name, { codec }]) => [name, written(codec, depth)])),
    // A field with a fallback may be left out, as in a file.
    { requiredKeys: Object.keys(fields).filter((name) => fields[name]!.fallback === undefined) },
  )

const mapOf = ({ value, siblings }: Extract<Shape, { kind: 'map' }>, depth: number): fc.Arbitrary<unknown> => {
  const reserved = Object.keys(siblings)
  const key = fieldName.filter((name) => !reserved.includes(name))
  return fc
    .tuple(recordOf(siblings, depth), fc.dictionary(key, written(value, depth), { minKeys: 1, maxKeys: 3 }))
    .map(([beside, entries]) => ({ ...entries, ...beside }))
}

const taggedOf = ({ cases, siblings }: Extract<Shape, { kind: 'tagged' }>, depth: number): fc.Arbitrary<unknown> => {
  const all = Object.entries(cases()).map(([name, { params }]) =>
    fc
      .tuple(recordOf(siblings, depth), written(params, depth + 1))
      .map(([beside, chosen]) => ({ ...beside, [name]: chosen })),
  )
  return fc.oneof(...all)
}

/** Data as a file would hold it. Deep lists are short, so that choices that contain themselves end. */
const written = (codec: AnyCodec, depth: number): fc.Arbitrary<unknown> => {
  const { shape } = codec
  switch (shape.kind) {
    case 'number':
      return numberOf(shape)
    case 'text':
      return textOf(shape)
    case 'flag':
      return fc.boolean()
    case 'choice':
      return fc.constantFrom(...shape.values)
    case 'list':
      return fc.array(written(shape.item, depth + 1), {
        minLength: shape.atLeast,
        maxLength: Math.max(shape.atLeast, depth < depthLimit ? 3 : 0),
      })
    case 'map':
      return mapOf(shape, depth + 1)
    case 'record':
      return recordOf(shape.fields, depth)
    case 'tagged':
      return taggedOf(shape, depth)
    case 'optional':
      return fc.option(written(shape.codec, depth))
    case 'either':
      return fc.oneof(...shape.members.map((member) => written(member, depth)))
  }
}

/**
 * Random data that a pipeline file may hold for this codec.
 *
 * A filter drops data that breaks a condition which only the codec knows, such as the order of two numbers.
 */
export const arbitraryWritten = (codec: AnyCodec): fc.Arbitrary<unknown> =>
  accepting(written(codec, 0), (data) => E.isRight(codec.decode(data)), `data that are ${codec.name}`)

/**
 * Random valid parameters of an operator, or any other values that a codec describes.
 *
 * @example
 * import * as fc from 'fast-check'
 * import { probability } from '../codec/index.ts'
 * const isSmall = (value: number) => value >= 0 && value <= 1
 * fc.check(fc.property(arbitrary(probability), isSmall), { seed: 1 }).failed // => false
 */
export const arbitrary = <A>(codec: Codec<A>): fc.Arbitrary<A> =>
  arbitraryWritten(codec).map((data) => {
    const decoded = codec.decode(data)
    if (E.isLeft(decoded)) throw new InvariantViolation(`Expected ${codec.name} to decode what it decoded before`)
    return decoded.right
  })
