import * as fc from 'fast-check'
import * as E from 'fp-ts/lib/Either.js'
import type { AnyCodec, Codec, Field, Shape } from '../codec/index.ts'
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

const leastOf = (heights: readonly number[]): number => 1 + Math.min(...heights)

const mostOf = (heights: readonly number[]): number => 1 + Math.max(0, ...heights)

const requiredIn = (fields: Readonly<Record<string, Field>>): readonly AnyCodec[] =>
  Object.values(fields).flatMap(({ codec, fallback }) => (fallback === undefined ? [codec] : []))

/** How deep the flattest value of a codec is; infinite where it only comes back to a codec that is open. */
const height = (codec: AnyCodec, open: ReadonlySet<AnyCodec> = new Set()): number => {
  if (open.has(codec)) return Number.POSITIVE_INFINITY
  const below = new Set([...open, codec])
  const heights = (codecs: readonly AnyCodec[]) => codecs.map((one) => height(one, below))
  const { shape } = codec
  switch (shape.kind) {
    case 'list':
      return shape.atLeast === 0 ? 0 : mostOf(heights([shape.item]))
    case 'map':
      return mostOf(heights([shape.value, ...requiredIn(shape.siblings)]))
    case 'record':
      return mostOf(heights(requiredIn(shape.fields)))
    case 'tagged':
      return mostOf([
        leastOf(heights(Object.values(shape.cases()).map(({ params }) => params))),
        ...heights(requiredIn(shape.siblings)),
      ])
    case 'either':
      return leastOf(heights(shape.members))
    default:
      return 0
  }
}

/** All of them, or only the flattest where a value lies too deep: choices that refer to themselves end. */
const endingAt = <A>(depth: number, all: readonly A[], codecOf: (one: A) => AnyCodec): readonly A[] => {
  if (depth <= depthLimit) return all
  const heights = all.map((one) => height(codecOf(one)))
  return all.filter((_, i) => heights[i] === Math.min(...heights))
}

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

const recordOf = (fields: Readonly<Record<string, Field>>, depth: number): fc.Arbitrary<Record<string, unknown>> => {
  const entries = Object.entries(fields).filter(([, { fallback }]) => fallback === undefined || depth <= depthLimit)
  return fc.record(
    Object.fromEntries(entries.map(([name, { codec }]) => [name, written(codec, depth)])),
    // A field with a fallback may be left out, as in a file.
    { requiredKeys: entries.flatMap(([name, { fallback }]) => (fallback === undefined ? [name] : [])) },
  )
}

const mapOf = ({ value, siblings }: Extract<Shape, { kind: 'map' }>, depth: number): fc.Arbitrary<unknown> => {
  const reserved = Object.keys(siblings)
  const key = fieldName.filter((name) => !reserved.includes(name))
  return fc
    .tuple(recordOf(siblings, depth), fc.dictionary(key, written(value, depth), { minKeys: 1, maxKeys: 3 }))
    .map(([beside, entries]) => ({ ...entries, ...beside }))
}

const taggedOf = ({ cases, siblings }: Extract<Shape, { kind: 'tagged' }>, depth: number): fc.Arbitrary<unknown> => {
  const all = endingAt(depth, Object.entries(cases()), ([, { params }]) => params).map(([name, { params }]) =>
    fc
      .tuple(recordOf(siblings, depth), written(params, depth + 1))
      .map(([beside, chosen]) => ({ ...beside, [name]: chosen })),
  )
  return fc.oneof(...all)
}

/** Data as a file would hold it. Deep lists are short and deep choices flat, so that recursive ones end. */
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
      return depth > depthLimit ? fc.constant(null) : fc.option(written(shape.codec, depth))
    case 'either':
      return fc.oneof(...endingAt(depth, shape.members, (member) => member).map((member) => written(member, depth)))
  }
}

/**
 * Random data that this codec accepts in a pipeline file. What only the codec can judge, such as the order of
 * two numbers, is filtered.
 */
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
