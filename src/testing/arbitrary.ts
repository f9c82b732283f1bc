import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { AnyCodec, Case, Codec, Field, Shape } from '../codec/index.ts'
import { InvariantViolation } from '../prelude/errors.ts'
import { accepting } from './accepting.ts'

/** Names in place of those that a pipeline file would declare. */
const names = {
  model: 'student',
  flow: 'labeled',
  head: 'label',
  ledger: 'labels',
  state: 'memory',
  weights: 'average',
} as const

const depthLimit = 3

/** Where a codec has no bound: sizes and counts without one must stay small, or an operator would be asked for a picture of a terabyte. */
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

const codecsIn = (fields: Readonly<Record<string, Field>>): readonly AnyCodec[] =>
  Object.values(fields).map(({ codec }) => codec)

/** The codecs directly inside one. */
const inside = ({ shape }: AnyCodec): readonly AnyCodec[] => {
  switch (shape.kind) {
    case 'list':
      return [shape.item]
    case 'map':
      return [shape.value, ...codecsIn(shape.siblings)]
    case 'record':
      return codecsIn(shape.fields)
    case 'tagged':
      return [...Object.values(shape.cases()).map(({ params }) => params), ...codecsIn(shape.siblings)]
    case 'optional':
      return [shape.codec]
    case 'either':
      return shape.members
    default:
      return []
  }
}

/** Whether a choice can stand somewhere inside a codec. */
const leadsTo = (codec: AnyCodec, choice: Shape, seen = new Set<Shape>()): boolean => {
  if (codec.shape === choice) return true
  if (seen.has(codec.shape)) return false
  seen.add(codec.shape)
  return inside(codec).some((inner) => leadsTo(inner, choice, seen))
}

/** The cases of a choice. Deep inside a declaration, those that lead back to the choice are left out. */
const casesAt = (choice: Extract<Shape, { kind: 'tagged' }>, depth: number): readonly (readonly [string, Case])[] => {
  const all = Object.entries(choice.cases())
  const ending = depth < depthLimit ? all : all.filter(([, { params }]) => !leadsTo(params, choice))
  return ending.length > 0 ? ending : all
}

const taggedOf = (choice: Extract<Shape, { kind: 'tagged' }>, depth: number): fc.Arbitrary<unknown> => {
  const { siblings } = choice
  const all = casesAt(choice, depth).map(([name, { params }]) =>
    fc
      .tuple(recordOf(siblings, depth), written(params, depth + 1))
      .map(([beside, chosen]) => ({ ...beside, [name]: chosen })),
  )
  return fc.oneof(...all)
}

/** Data as a file would hold it. Lists that lie deep are short. */
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

/** Random data that a pipeline file may hold where this codec reads it; what is left to the codec alone (an order of two numbers) is filtered. */
export const arbitraryWritten = (codec: AnyCodec): fc.Arbitrary<unknown> =>
  accepting(written(codec, 0), (data) => E.isRight(codec.decode(data)), `data that are ${codec.name}`)

/**
 * Random valid parameters of an operator (or whatever a codec describes), made by walking what the codec accepts.
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
